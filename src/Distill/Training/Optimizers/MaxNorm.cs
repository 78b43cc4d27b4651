using Distill.Training.Optimizers.Rules;

namespace Distill.Training.Optimizers;

/// <summary>
/// Keeps the squared norm of the weights into each unit at or below a limit, by rescaling the rows that exceed it
/// (the dropout recipe that section 3 of the paper cites).
/// </summary>
internal static class MaxNorm
{
    /// <summary>Rescales in place.</summary>
    /// <param name="slice">A whole parameter: weights, and the working copy where there is one.</param>
    /// <param name="unitSize">Weights into one unit; they lie one after another.</param>
    /// <param name="limit">The largest squared norm.</param>
    public static void Enforce(in ParameterSlice slice, int unitSize, double limit)
    {
        for (var start = 0; start < slice.Weights.Length; start += unitSize)
        {
            var unit = slice.Part(start, unitSize);
            var squared = SumOfSquares.Of(unit.Weights);
            if (squared > limit)
            {
                FusedUpdate.Run(new ScaleRule((float)Math.Sqrt(limit / squared)), unit);
            }
        }
    }
}
