using Distill.Data;
using Distill.Models;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Export;

/// <summary>Small models of every architecture, with weights and statistics by which no two numbers are alike, and examples for them.</summary>
internal static class Students
{
    private static readonly string[] ClassNames = ["ankle boot", "bag", "coat \"long\"", "Kleid – schön", "d", "e", "f"];

    private static readonly Dictionary<string, (ExampleShape Input, Normalisation Normalisation, NetworkSpec Network)> Known = new()
    {
        ["mlp"] = (new(1, 12, 12), new([0.286], [0.353]), new MlpSpec { Widths = [24, 20], InputDropout = 0.2, HiddenDropout = 0.5 }),
        ["linear"] = (new(3, 6, 5), new([0.4, 0.5, 0.3], [0.2, 0.25, 0.3]), new MlpSpec { Widths = [] }),
        ["features"] = (ExampleShape.Features(9), new([.. Enumerable.Range(0, 9).Select(i => i * 3.0)], [.. Enumerable.Range(0, 9).Select(i => 1.0 + (20 * i))]), new MlpSpec { Widths = [16] }),
        ["plain features"] = (ExampleShape.Features(9), Normalisation.None, new MlpSpec { Widths = [16] }),
        ["conv"] = (new(1, 14, 14), new([0.286], [0.353]), new ConvNetSpec { Channels = [6, 8], Depth = 2, Hidden = 16, Dropout = 0.3 }),
        ["conv without norm"] = (new(3, 13, 11), new([0.4, 0.5, 0.3], [0.2, 0.25, 0.3]), new ConvNetSpec { Channels = [6, 8], BatchNorm = false, Hidden = 16 }),
        ["conv to mean"] = (new(3, 12, 12), Normalisation.None, new ConvNetSpec { Channels = [8, 12], Hidden = 0 }),
        ["resnet"] = (new(3, 12, 12), new([0.4, 0.5, 0.3], [0.2, 0.25, 0.3]), new ResNetSpec { Depth = 8, Width = 6 }),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static Classifier Build(string name)
    {
        var (input, normalisation, network) = Known[name];
        var model = Classifier.Build(new ModelSpec(input, ClassNames, normalisation, network), seed: 7);
        DrawStatistics(model);
        model.eval();
        return model;
    }

    /// <summary>Random examples, with the model's own predictions as labels.</summary>
    public static ExampleView Examples(Classifier model, int count, int seed = 3)
    {
        var random = new Random(seed);
        var (unlabelled, names) = (new int[count], model.ClassNames);
        IExampleSource Source(int[] labels)
        {
            var drawn = new Random(seed);
            if (model.Input.IsFeatures)
            {
                var scale = model.Normalisation.StandardDeviation;
                return new ArraySource(
                    "random", [.. Enumerable.Range(0, count * model.Input.Size).Select(i => (float)((drawn.NextDouble() - 0.3) * 3 * scale[i % model.Input.Size % scale.Count]))], labels, names);
            }

            var pixels = new byte[count * model.Input.Size];
            drawn.NextBytes(pixels);
            return new ArraySource("random", model.Input, pixels, labels, names);
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var batch = new ExampleView(Source(unlabelled)).Read(0, count);
        var labels = model.call(batch.Inputs).argmax(1).data<long>().Select(label => (int)label).ToArray();
        batch.Dispose();
        return new ExampleView(Source(labels));
    }

    // What a training leaves: statistics, factors and shifts of batch normalisation that differ by channel.
    private static void DrawStatistics(Classifier model)
    {
        using var quiet = no_grad();
        using var generator = new Generator(11);
        foreach (var (name, value) in model.State().Where(pair => pair.Name.Contains("norm", StringComparison.Ordinal) && pair.Value.dtype == ScalarType.Float32))
        {
            var (low, high) = name.EndsWith("running_var", StringComparison.Ordinal) ? (0.3, 2.0)
                : name.EndsWith("weight", StringComparison.Ordinal) ? (0.5, 1.5)
                : (-0.5, 0.5);
            value.uniform_(low, high, generator);
        }
    }
}
