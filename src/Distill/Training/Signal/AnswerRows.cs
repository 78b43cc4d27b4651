using static TorchSharp.torch;

namespace Distill.Training.Signal;

/// <summary>Distributions over all classes as rows of natural logarithms, to be looked at one by one.</summary>
internal static class AnswerRows
{
    // e to this is 0 in double precision, and differences of it are numbers.
    private const double Nothing = -1000;

    /// <summary>The rows of soft targets; the mass of the classes that sparse ones leave out is spread over these evenly.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[][] Of(SoftTargets targets, int classes)
    {
        using var scope = NewDisposeScope();
        var numbers = targets.LogProbabilities.cpu().to(ScalarType.Float64).Copied<double>();
        var support = targets.Support?.Copied<long>();
        var width = (int)targets.LogProbabilities.shape[1];
        return [.. numbers.Chunk(width).Select((given, row) => Normalised(support is null ? given : Spread(given, support.AsSpan(row * (width - 1), width - 1), classes)))];
    }

    /// <summary>What a model's logits say on the classes of other targets, at their temperature.</summary>
    /// <param name="logits">[batch, classes], float32.</param>
    /// <param name="like">The other targets, of the same examples.</param>
    public static SoftTargets Like(Tensor logits, SoftTargets like)
    {
        var all = logits.DividedBy(like.Temperature).log_softmax(1);
        if (like.Support is not { } support)
        {
            return new SoftTargets(all, like.Temperature);
        }

        var others = all.scatter(1, support, TensorArithmetic.Filled(support.shape, double.NegativeInfinity, all.dtype, all.device));
        return new SoftTargets(cat([all.gather(1, support), others.logsumexp(1, keepdim: true)], 1), like.Temperature, support.alias());
    }

    private static double[] Spread(double[] given, ReadOnlySpan<long> support, int classes)
    {
        var row = new double[classes];
        Array.Fill(row, given[^1] - Math.Log(Math.Max(1, classes - support.Length)));
        for (var place = 0; place < support.Length; place++)
        {
            row[support[place]] = given[place];
        }

        return row;
    }

    private static double[] Normalised(double[] row)
    {
        var most = row.Max();
        var whole = most + Math.Log(row.Sum(value => Math.Exp(value - most)));
        return [.. row.Select(value => Math.Max(Nothing, value - whole))];
    }
}
