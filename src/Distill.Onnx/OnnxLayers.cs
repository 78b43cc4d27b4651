using Distill.Libtorch;
using Distill.Onnx.Inference;
using Distill.Onnx.Teaching;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Training.Hints;
using static TorchSharp.torch;

namespace Distill.Onnx;

/// <summary>Values of an ONNX model's graph as layers that a student's follow.</summary>
internal sealed class OnnxLayers : ILayerTeacher
{
    private const int Shown = 12;

    private readonly OnnxSession session;
    private readonly BatchRunner runner;
    private readonly ForeignView view;
    private readonly Dictionary<string, int> places;

    private OnnxLayers(OnnxSession session, BatchRunner runner, ForeignView view, IReadOnlyList<string> values, IEnumerable<(string Layer, string Value)> layers)
    {
        (this.session, this.runner, this.view) = (session, runner, view);
        places = layers.ToDictionary(pair => pair.Layer, pair => values.Index().First(value => value.Item == pair.Value).Index, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ExampleShape Input => view.Examples;

    /// <summary>Covers every byte of the file and of its external data, and how it sees examples.</summary>
    public Fingerprint Fingerprint { get; private init; }

    /// <summary>Those that it was opened for.</summary>
    public IReadOnlyList<string> Names => [.. places.Keys];

    /// <summary>Opens a model for some of its values.</summary>
    /// <param name="path">The .onnx file; external data lies beside it.</param>
    /// <param name="examples">The shape of one raw example.</param>
    /// <param name="layers">Values of its graph, or nodes, each of which stands for its first value.</param>
    /// <param name="options">How it sees examples.</param>
    /// <param name="featureNames">The names of the data's columns; null where they have none.</param>
    /// <exception cref="DistillException">The file is no model, or damaged, or takes no such examples, or has no such value.</exception>
    public static OnnxLayers Open(
        string path, ExampleShape examples, IReadOnlyList<string> layers, ForeignTeacherOptions options, IReadOnlyList<string>? featureNames = null)
    {
        options.ThrowIfInvalid(path);
        var file = OnnxFile.Open(path);
        var pairs = layers.Distinct().Select(layer => (Layer: layer, Value: ValueOf(file, layer))).ToList();
        string[] values = [.. pairs.Select(pair => pair.Value).Distinct()];
        TeacherInput input;
        using (var whole = OnnxSession.Open(file, optimised: false))
        {
            input = InputSearch.Of(file, whole, examples, options.Layout, featureNames);
        }

        var view = ViewFit.Of(Path.GetFileName(path), options, input.View, examples);
        var session = OnnxSession.Open(file.Giving(values), options.Provider);
        try
        {
            ThrowUnlessReal(path, session.Outputs);
            var runner = new BatchRunner(session, input, values) { AnswersEach = true };
            return new OnnxLayers(session, runner, view, values, pairs)
            {
                Fingerprint = Fingerprint.Of("layers", file.Fingerprint().Value, view.Fingerprint().Value, options.Provider),
            };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ILayerAnswers Open(IReadOnlyList<string> layers) => new LayersAnswers(this, layers);

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private Dictionary<string, Tensor> Answers(Tensor inputs, IReadOnlyList<string> layers)
    {
        using var quiet = no_grad();
        using var given = inputs.On(CPU);
        using var seen = view.Apply(given);
        var answers = runner.RunAll(seen);
        return layers.ToDictionary(layer => layer, layer => answers[places[layer]].to(ScalarType.Float32), StringComparer.Ordinal);
    }

    private static string ValueOf(OnnxFile file, string layer)
    {
        var nodes = file.Model.Graph.Node.Where(node => node.OpType != "Constant").ToList();
        var values = nodes.SelectMany(node => node.Output).Where(value => value.Length > 0).ToList();
        var ofNode = nodes.Where(node => node.Name == layer).Select(node => node.Output.FirstOrDefault()).ToList();
        return values.Contains(layer) ? layer
            : ofNode is [{ Length: > 0 } only] ? only
            : throw new DistillException(
                $"{file.Path} has no layer '{layer}'.{NearMiss.Question(layer, values)} The values of its graph are {string.Join(", ", values.Take(Shown))}{(values.Count > Shown ? $" and {values.Count - Shown} more" : "")}.");
    }

    private static void ThrowUnlessReal(string path, IReadOnlyList<OnnxSlot> outputs)
    {
        if (outputs.FirstOrDefault(output => OnnxTensors.TypeOf(output.Type) is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16)) is { } strange)
        {
            throw new DistillException($"{path} gives {strange}, and hints follow tensors of real numbers. Name another value of the graph.");
        }
    }

    // The session outlives it.
    private sealed class LayersAnswers(OnnxLayers model, IReadOnlyList<string> layers) : ILayerAnswers
    {
        public IReadOnlyDictionary<string, Tensor> Of(Tensor inputs) => model.Answers(inputs, layers);

        public void Dispose()
        {
        }
    }
}
