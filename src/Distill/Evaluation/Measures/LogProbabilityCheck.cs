using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>Refuses rows that are not distributions before they spoil a mean.</summary>
internal static class LogProbabilityCheck
{
    // Wide enough for targets that were stored in 16 bits, narrow enough to catch logits passed by mistake.
    private const double Tolerance = 0.02;

    /// <summary>Throws unless the exponentials of a row, whose sum is given, sum to one.</summary>
    /// <param name="sum">Σ exp of the row.</param>
    /// <param name="row">The row's number in its source, for the message.</param>
    /// <param name="whose">"the model" or "the teacher".</param>
    /// <exception cref="DistillException">The sum is not a number or not 1.</exception>
    public static void RequireDistribution(double sum, long row, string whose)
    {
        if (double.IsNaN(sum))
        {
            throw new DistillException(
                $"Row {row}: {whose} answers NaN. Its weights or this row's input hold a value that is not finite; "
                + "check the training for divergence and the input for NaN.");
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new DistillException(
                $"Row {row}: the probabilities of {whose} sum to {sum:G4} instead of 1. "
                + "Log-probabilities are expected, not logits or probabilities.");
        }
    }
}
