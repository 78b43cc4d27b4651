using Distill.Arithmetic;
using Distill.Data;
using Distill.Models;
using Distill.Models.Units;
using Distill.Objectives;
using static TorchSharp.torch;

namespace Distill.Training.Pruning;

/// <summary>
/// How much each hidden unit of a model is used: the square of what a batch's loss would change, to first order, if the unit answered 0
/// (output times gradient; Molchanov et al. 2019), summed over small batches. It needs gradients of weights alone: the sum of output times
/// gradient is that of weights times gradients, where the output is linear in them.
/// </summary>
internal static class UnitUse
{
    // Squares of large batches hide units that some examples need and others suffer from.
    private const int BatchSize = 32;

    /// <summary>The use of each unit, for each of <see cref="KeptUnits.Groups"/>; 0 or more, of the same scale in all layers.</summary>
    /// <param name="model">Float32, with a specification; weights and mode stay as they are.</param>
    /// <param name="objective">Whose loss counts, as after its last step.</param>
    /// <param name="teacher">Where soft targets come from; null where the objective wants none.</param>
    /// <param name="examples">Some examples, one or more.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public static IReadOnlyList<IReadOnlyList<double>> Measure(
        Classifier model, IObjective objective, ITeacher? teacher, ExampleView examples, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(examples);
        var last = objective.At(1, 1);
        var groups = KeptUnits.Groups(model);
        var weights = model.Weights().ToDictionary(pair => pair.Name, pair => pair.Parameter, StringComparer.Ordinal);
        var use = groups.Select(group => new double[group.Units]).ToArray();
        using var evaluation = new EvaluationMode(model);
        using var learning = enable_grad();
        for (var first = 0; first < examples.Count; first += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = examples.Read(first, Math.Min(BatchSize, examples.Count - first));
            using var targets = teacher.Ask(last, batch);
            model.zero_grad();
            using var asChecked = model.ComputeAsChecked();
            BackwardPass.Of(last, model.call(batch.Inputs), batch, targets, hint: null, _ => { });
            foreach (var (group, sums) in groups.Zip(use))
            {
                Add(group.Gates.Select(gate => Products(weights[gate.Tensor], gate.Axis)), sums);
            }

            progress?.Report(new WorkProgress("measuring units", first + batch.Size, examples.Count, "examples"));
        }

        model.zero_grad();
        return use;
    }

    private static void Add(IEnumerable<double[]> gates, double[] sums)
    {
        List<double[]> all = [.. gates];
        for (var unit = 0; unit < sums.Length; unit++)
        {
            var product = all.Sum(gate => gate[unit]);
            sums[unit] += product * product;
        }
    }

    // A tensor of one axis has nothing to sum over.
    private static double[] Products(Tensor weight, int axis)
    {
        using var quiet = no_grad();
        var gradient = weight.grad!;
        var products = weight.detach().mul(gradient.is_sparse ? gradient.to_dense() : gradient).to(ScalarType.Float64);
        long[] others = [.. Enumerable.Range(0, (int)products.dim()).Where(other => other != axis).Select(other => (long)other)];
        return (others.Length == 0 ? products : products.sum(others)).cpu().data<double>().ToArray();
    }
}
