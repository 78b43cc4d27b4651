using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>The vectors of one training: the map that is learned beside the student, and the loss. The map is saved in checkpoints and not in the student.</summary>
internal sealed class VectorTerm : IDisposable
{
    private const string LayerName = "map";

    private readonly VectorMatching matching;
    private readonly nn.Module<Tensor, Tensor>? map;
    private LayerOutputs? student;

    /// <param name="matching">Its problems were looked for before.</param>
    /// <param name="student">The float32 student.</param>
    /// <param name="seed">Decides the first weights of the map.</param>
    public VectorTerm(VectorMatching matching, Classifier student, long seed)
    {
        this.matching = matching;
        if (matching.OfAnswers)
        {
            return;
        }

        map = nn.Sequential((LayerName, nn.Linear(LastLayer(student)!.Value.Layer.in_features, matching.Teacher.Dimensions, dtype: ScalarType.Float32)));
        Initialisation.Draw(map, seed, firstLayerScale: 1);
        map.to(student.Device);
        foreach (var parameter in map.parameters())
        {
            parameter.requires_grad = true;
        }
    }

    /// <summary>The layer that makes answers of what a network has found; null where it has no linear one.</summary>
    public static (string Name, Linear Layer)? LastLayer(Classifier student) =>
        student.Network.named_modules().Where(module => module.module is Linear).Select(module => ((string, Linear)?)(module.name, (Linear)module.module)).LastOrDefault();

    /// <summary>What is learned beside the student, by name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Weights() =>
        map?.named_parameters().Select(pair => ($"vectors.{pair.name}", pair.parameter)) ?? [];

    /// <summary>Begins to watch the network that training calls.</summary>
    public void Watch(Classifier working) => student = map is null ? null : new LayerOutputs(working.Network, [LastLayer(working)!.Value.Name], ofInputs: true);

    /// <summary>To be held while the student answers a batch; null where its answers are all that is looked at.</summary>
    public LayerOutputs.Catching? Catch() => student?.Catch();

    /// <summary>The weighted mean distance, with gradients into student and map, after the student answered this batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="answers">The student's.</param>
    /// <returns>A scalar, float32.</returns>
    public Tensor Loss(Batch batch, Tensor answers)
    {
        var guide = matching.Teacher.Vectors(batch).On(answers.device);
        var mine = map is null ? answers : map.call(student![student.Names[0]].to(ScalarType.Float32));
        return Mean(matching.LengthsCount, mine, guide).Weighted(matching.Weight);
    }

    /// <summary>The mean distance of vectors, a scalar.</summary>
    /// <param name="lengthsCount">Whether they are compared by squares, and not by angles.</param>
    /// <param name="mine">[n, numbers], those that follow.</param>
    /// <param name="guide">[n, numbers].</param>
    public static Tensor Mean(bool lengthsCount, Tensor mine, Tensor guide)
    {
        if (!lengthsCount)
        {
            return nn.functional.normalize(mine, p: 2, dim: 1).mul(nn.functional.normalize(guide, p: 2, dim: 1)).sum(1).mean().neg().Plus(1);
        }

        var difference = mine - guide;
        return difference.mul(difference).sum(1).mean();
    }

    public void Dispose()
    {
        student?.Dispose();
        map?.Dispose();
    }
}
