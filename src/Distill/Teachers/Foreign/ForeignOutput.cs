using System.Globalization;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>Turns what a foreign model gives into logits, and tells logits from probabilities.</summary>
internal static class ForeignOutput
{
    // Rounding of f16 sums, and of exporters that quantise.
    private const double SumTolerance = 0.01;

    // Of 1, or of 100 where they are percentages: probabilities that were quantised, or of which the least were dropped.
    private const double DoubtfulSum = 0.3;

    /// <summary>[batch, classes] of [batch, classes], or of that with further dimensions of 1; the caller disposes it.</summary>
    /// <exception cref="DistillException">The output has another shape.</exception>
    public static Tensor Table(Tensor output, long batch, string teacher)
    {
        var shape = output.shape;
        return shape.Length >= 2 && shape[0] == batch && shape.Skip(1).Max() is > 0 and var classes && output.numel() == batch * classes
            ? output.reshape(batch, classes)
            : throw new DistillException(
                $"The teacher {teacher} answers {batch} examples with [{string.Join(", ", shape)}]; expected [{batch}, classes]. "
                + $"Name another output with {ForeignRemedy.Output}, or export the model with a classifier at its end.",
                ForeignRemedy.Output);
    }

    /// <summary>
    /// What the numbers of an answer to any examples must be; null where they may be probabilities and may be logits: none is
    /// below 0 or above 1, or they sum to about 100, and the sums are not 1.
    /// </summary>
    /// <param name="table">[batch, classes].</param>
    public static OutputKind? Detect(Tensor table)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = table.to(ScalarType.Float32);
        if (values.shape[1] < 2 || !values.isfinite().all().item<bool>())
        {
            return values.IsAtMost(0).all().item<bool>() && SumsTo(1, values.exp(), SumTolerance) ? OutputKind.LogProbabilities : OutputKind.Logits;
        }

        if (values.IsAtLeast(0).all().item<bool>())
        {
            return SumsTo(1, values, SumTolerance) ? OutputKind.Probabilities
                : values.max().item<float>() <= 1 + SumTolerance || SumsTo(100, values, DoubtfulSum) ? null
                : OutputKind.Logits;
        }

        return values.IsAtMost(0).all().item<bool>() && SumsTo(1, values.exp(), SumTolerance) ? OutputKind.LogProbabilities : OutputKind.Logits;
    }

    /// <summary>The error of an answer that <see cref="Detect"/> cannot tell.</summary>
    public static DistillException Doubtful(Tensor table, string teacher)
    {
        using var values = table.to(ScalarType.Float32);
        using var least = values.min();
        using var most = values.max();
        var sums = Sums(table, OutputKind.Probabilities)!;
        return new DistillException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The teacher {teacher} answers with numbers from {least.item<float>():0.####} to {most.item<float>():0.####}, which sum to {sums.Least:0.###} to {sums.Most:0.###} an example. ")
            + "They may be probabilities that were rounded, cut off or given in percent, probabilities of each class by itself, or logits. Say with "
            + $"{ForeignRemedy.OutputKind} which: probabilities are scaled to sum to one; logits are taken as they are.",
            ForeignRemedy.OutputKind);
    }

    /// <summary>What the rows of an answer sum to as probabilities; null of logits.</summary>
    public static RowSums? Sums(Tensor table, OutputKind kind)
    {
        if (kind == OutputKind.Logits)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var values = table.to(ScalarType.Float32);
        var sums = (kind == OutputKind.LogProbabilities ? values.exp() : values).sum(1);
        return new RowSums(sums.min().item<float>(), sums.max().item<float>());
    }

    /// <summary>
    /// Logits of an answer, [batch, classes] float32. Probabilities need not sum to one, because a factor of a whole row is a
    /// constant of its logits. A probability of 0 counts as the smallest normal number of float32, or for a half-precision
    /// answer as the smallest number above 0 of float16: the answer's own way to say "less".
    /// </summary>
    /// <param name="table">[batch, classes].</param>
    /// <param name="kind">What its numbers are.</param>
    /// <param name="told">Whether that was said; what was found out on other examples must still fit these.</param>
    /// <param name="teacher">For messages.</param>
    /// <exception cref="DistillException">A number is not finite, or these cannot be probabilities.</exception>
    public static Tensor Logits(Tensor table, OutputKind kind, bool told, string teacher)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = table.to(ScalarType.Float32);
        double least = table.dtype == ScalarType.Float16 ? Math.ScaleB(1, -24) : Math.ScaleB(1, -126);
        values = kind == OutputKind.LogProbabilities ? values.NoLessThan(Math.Log(least)) : values;
        ThrowUnlessFinite(values, teacher);
        if (kind == OutputKind.Probabilities)
        {
            ThrowUnless(values.IsAtLeast(0).all().item<bool>(), "probabilities", "some of its numbers are below 0", teacher);
            ThrowUnless(!values.sum(1).IsAtMost(0).any().item<bool>(), "probabilities", "those of an example are all 0", teacher);
            ThrowUnless(told || SumsTo(1, values, DoubtfulSum), "probabilities", "those of an example do not sum to one", teacher);
            values = values.NoLessThan(least).log();
        }
        else if (kind == OutputKind.LogProbabilities)
        {
            ThrowUnless(values.IsAtMost(SumTolerance).all().item<bool>(), "logarithms of probabilities", "some of its numbers are above 0", teacher);
            ThrowUnless(told || SumsTo(1, values.exp(), DoubtfulSum), "logarithms of probabilities", "the probabilities of an example do not sum to one", teacher);
        }

        return values.alias().MoveToOuterDisposeScope();
    }

    private static void ThrowUnlessFinite(Tensor values, string teacher)
    {
        using var finite = values.isfinite().all(1);
        if (!finite.all().item<bool>())
        {
            var row = finite.to(ScalarType.Int64).argmin().item<long>();
            throw new DistillException(
                $"The teacher {teacher} answers example {row} of a batch with numbers that are not finite. Check the range, mean and "
                + "deviation that it expects, and in half precision that its logits stay below 65,504.");
        }
    }

    private static bool SumsTo(double whole, Tensor values, double tolerance)
    {
        using var sums = values.sum(1);
        using var distance = sums.Minus(whole).abs().max();
        return distance.item<float>() <= tolerance * whole;
    }

    private static void ThrowUnless(bool right, string what, string why, string teacher)
    {
        if (!right)
        {
            throw new DistillException(
                $"The teacher {teacher} is taken to give {what}, and {why}. Say with {ForeignRemedy.OutputKind} what it gives.", ForeignRemedy.OutputKind);
        }
    }
}
