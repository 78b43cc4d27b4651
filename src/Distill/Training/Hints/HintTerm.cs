using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>
/// The hints of one training: what is learned beside the student, and the loss. Its maps are float32 and go from the width of a
/// student's layer to that of the teacher's; they are saved in checkpoints and not in the student.
/// </summary>
internal sealed class HintTerm : IDisposable
{
    private readonly HintMatching hints;
    private readonly nn.Module<Tensor, Tensor>?[] maps;
    private readonly ILayerAnswers teacher;
    private LayerOutputs? student;

    /// <param name="hints">Its problems were looked for before.</param>
    /// <param name="student">The float32 student; it answers once, to tell the shapes of its layers.</param>
    /// <param name="examples">Raw inputs of some examples.</param>
    /// <param name="seed">Decides the first weights of the maps.</param>
    /// <exception cref="DistillException">Layers cannot follow each other.</exception>
    public HintTerm(HintMatching hints, Classifier student, Tensor examples, long seed)
    {
        this.hints = hints;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var evaluation = new EvaluationMode(student.Network);
        using var ofStudent = new LayerOutputs(student.Network, hints.Pairs.Select(pair => pair.Student));
        using (ofStudent.Catch())
        {
            student.call(examples);
        }

        teacher = hints.Teacher.Open([.. hints.Pairs.Select(pair => pair.Teacher).Distinct()]);
        try
        {
            var answers = teacher.Of(examples);
            maps = [.. hints.Pairs.Select(pair => MapOf(pair, ofStudent[pair.Student].shape, answers[pair.Teacher].shape, seed, student.Device))];
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
    }

    /// <summary>What is learned beside the student, by name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Weights() =>
        maps.Index().SelectMany(map => map.Item?.named_parameters().Select(pair => ($"hint{map.Index + 1}.{pair.name}", pair.parameter)) ?? []);

    /// <summary>Begins to watch the network that training calls.</summary>
    public void Watch(Classifier working) => student = new LayerOutputs(working.Network, hints.Pairs.Select(pair => pair.Student));

    /// <summary>To be held while the student answers a batch.</summary>
    public LayerOutputs.Catching Catch() => student!.Catch();

    /// <summary>The weighted mean over the pairs, with gradients into student and maps, after the student answered this batch.</summary>
    /// <param name="inputs">The raw inputs of the batch.</param>
    /// <returns>A scalar, float32.</returns>
    public Tensor Loss(Tensor inputs)
    {
        var answers = teacher.Of(inputs);
        var losses = hints.Pairs.Zip(maps, (pair, map) =>
        {
            var (mine, guide) = (student![pair.Student].to(ScalarType.Float32), answers[pair.Teacher].On(student[pair.Student].device).to(ScalarType.Float32));
            return hints.Kind switch
            {
                HintKind.Attention => Attention(mine, guide),
                HintKind.Similarity => BatchRelations.Similarity(mine, guide),
                HintKind.Relations => BatchRelations.DistancesAndAngles(mine, guide),
                _ => Activations(map!, mine, guide),
            };
        });
        return stack(losses.ToArray()).mean().Weighted(hints.Weight);
    }

    public void Dispose()
    {
        teacher.Dispose();
        student?.Dispose();
        Array.ForEach(maps, map => map?.Dispose());
    }

    private static Tensor Activations(nn.Module<Tensor, Tensor> map, Tensor mine, Tensor guide)
    {
        if (mine.dim() == 4)
        {
            long[] size = [Math.Min(mine.shape[2], guide.shape[2]), Math.Min(mine.shape[3], guide.shape[3])];
            (mine, guide) = (nn.functional.adaptive_avg_pool2d(mine, size), nn.functional.adaptive_avg_pool2d(guide, size));
        }

        // A layer that answers 0 to everything has nothing to follow, and must not divide by it.
        return MeanSquare(map.call(mine) - guide) / maximum(MeanSquare(guide), guide.Alike(1e-30));
    }

    private static Tensor Attention(Tensor mine, Tensor guide)
    {
        long[] size = [Math.Min(mine.shape[2], guide.shape[2]), Math.Min(mine.shape[3], guide.shape[3])];
        return MeanSquare(Map(mine) - Map(guide)).Weighted(size[0] * size[1]);

        Tensor Map(Tensor layer) =>
            nn.functional.normalize(nn.functional.adaptive_avg_pool2d(layer.mul(layer), size).mean([1]).flatten(1), p: 2, dim: 1);
    }

    private static Tensor MeanSquare(Tensor values) => values.mul(values).mean();

    private nn.Module<Tensor, Tensor>? MapOf((string Student, string Teacher) pair, long[] mine, long[] guide, long seed, Device device)
    {
        if (hints.ComparesExamples)
        {
            return null;
        }

        if (mine.Length != guide.Length || mine.Length is not (2 or 4))
        {
            throw new DistillException(
                $"The student's layer '{pair.Student}' answers [{string.Join(", ", mine)}] and the teacher's layer '{pair.Teacher}' [{string.Join(", ", guide)}]. "
                + "A hint takes two layers of units, [batch, units], or two of images, [batch, channels, height, width]. Name others.");
        }

        if (hints.Kind == HintKind.Attention)
        {
            return mine.Length == 4 ? null : throw new DistillException(
                $"The student's layer '{pair.Student}' answers [{string.Join(", ", mine)}], which has no map of attention. Name a layer of images, or use {nameof(HintKind)}.{nameof(HintKind.Activations)}.");
        }

        var map = nn.Sequential(("map", mine.Length == 2
            ? nn.Linear(mine[1], guide[1], dtype: ScalarType.Float32)
            : nn.Conv2d(mine[1], guide[1], 1, dtype: ScalarType.Float32)));
        Initialisation.Draw(map, seed, firstLayerScale: 1);
        map.to(device);
        foreach (var parameter in map.parameters())
        {
            parameter.requires_grad = true;
        }

        return map;
    }
}
