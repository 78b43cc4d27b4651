using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>Turns what a foreign model gives into logits, and tells logits from probabilities.</summary>
internal static class ForeignOutput
{
    // Rounding of f16 sums, and of exporters that quantise.
    private const double SumTolerance = 0.01;

    /// <summary>[batch, classes] of [batch, classes] and of [batch, classes, 1, 1]; the caller disposes it.</summary>
    /// <exception cref="DistillException">The output has another shape.</exception>
    public static Tensor Table(Tensor output, long batch, string teacher)
    {
        var shape = output.shape;
        return shape.Length >= 2 && shape[0] == batch && shape[1] > 0 && shape.Skip(2).All(side => side == 1)
            ? output.reshape(batch, shape[1])
            : throw new DistillException(
                $"The teacher {teacher} answers {batch} examples with [{string.Join(", ", shape)}]; expected [{batch}, classes]. "
                + "Name another output (--teacher-output), or export the model with a classifier at its end.");
    }

    /// <summary>What the numbers of an answer to any examples must be.</summary>
    /// <param name="table">[batch, classes].</param>
    public static OutputKind Detect(Tensor table)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = table.to(ScalarType.Float32);
        return values.shape[1] < 2 ? OutputKind.Logits
            : values.IsAtLeast(0).all().item<bool>() && SumsToOne(values) ? OutputKind.Probabilities
            : values.IsAtMost(0).all().item<bool>() && SumsToOne(values.exp()) ? OutputKind.LogProbabilities
            : OutputKind.Logits;
    }

    /// <summary>
    /// Logits of an answer, [batch, classes] float32. A probability of 0 counts as the smallest normal number of float32,
    /// or for a half-precision answer as the smallest number above 0 of float16: the answer's own way to say "less".
    /// </summary>
    /// <exception cref="DistillException">A number is not finite, or probabilities do not sum to one.</exception>
    public static Tensor Logits(Tensor table, OutputKind kind, string teacher)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = table.to(ScalarType.Float32);
        double least = table.dtype == ScalarType.Float16 ? Math.ScaleB(1, -24) : Math.ScaleB(1, -126);
        if (kind == OutputKind.Probabilities)
        {
            ThrowUnless(values.IsAtLeast(0).all().item<bool>() && SumsToOne(values), "probabilities", teacher);
            values = values.NoLessThan(least).log();
        }
        else if (kind == OutputKind.LogProbabilities)
        {
            ThrowUnless(SumsToOne(values.exp()), "logarithms of probabilities", teacher);
            values = values.NoLessThan(Math.Log(least));
        }

        var finite = values.isfinite().all(1);
        if (!finite.all().item<bool>())
        {
            var row = finite.to(ScalarType.Int64).argmin().item<long>();
            throw new DistillException(
                $"The teacher {teacher} answers example {row} of a batch with numbers that are not finite. Check the range, mean and "
                + "deviation that it expects, and in half precision that its logits stay below 65,504.");
        }

        return values.alias().MoveToOuterDisposeScope();
    }

    private static bool SumsToOne(Tensor probabilities)
    {
        using var sums = probabilities.sum(1);
        using var distance = sums.Minus(1).abs().max();
        return distance.item<float>() <= SumTolerance;
    }

    private static void ThrowUnless(bool right, string what, string teacher)
    {
        if (!right)
        {
            throw new DistillException(
                $"The teacher {teacher} is said to give {what}, and its answer is none. Say with outputKind (--teacher-output-kind) what it gives.");
        }
    }
}
