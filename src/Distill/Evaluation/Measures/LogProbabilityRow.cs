using System.Numerics;
using System.Runtime.InteropServices;

namespace Distill.Evaluation;

/// <summary>Vectorised sums over one row of log-probabilities. Probabilities are formed and summed in double.</summary>
internal static class LogProbabilityRow
{
    /// <summary>Σ p and Σ p². Not a number when any entry is.</summary>
    public static (double Sum, double SumOfSquares) Moments(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<double> sum = default, squares = default;
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            var (p, q) = (Vector.Exp(low), Vector.Exp(high));
            sum += p + q;
            squares += (p * p) + (q * q);
        }

        double total = Vector.Sum(sum), totalSquares = Vector.Sum(squares);
        foreach (var value in row[(vectors.Length * Vector<float>.Count)..])
        {
            var p = Math.Exp(value);
            total += p;
            totalSquares += p * p;
        }

        return (total, totalSquares);
    }

    /// <summary>The index of the largest entry, the lowest of equal ones. The row holds no NaN.</summary>
    public static int ArgMax(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var best = new Vector<float>(float.NegativeInfinity);
        foreach (var vector in vectors)
        {
            best = Vector.Max(best, vector);
        }

        var largest = float.NegativeInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, best[lane]);
        }

        foreach (var value in row[(vectors.Length * Vector<float>.Count)..])
        {
            largest = Math.Max(largest, value);
        }

        return row.IndexOf(largest);
    }

    /// <summary>How many entries come before the one at <paramref name="index"/>: larger ones, and equal ones of lower index.</summary>
    public static int Rank(ReadOnlySpan<float> row, int index)
    {
        var value = row[index];
        return CountAbove(row[..index], value, orEqual: true) + CountAbove(row[(index + 1)..], value, orEqual: false);
    }

    /// <summary>Σ p (log p − log q) − p + q over two rows: KL(p‖q) in nats when both sum to one, and never below 0.</summary>
    public static double Divergence(ReadOnlySpan<float> logP, ReadOnlySpan<float> logQ)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(logP);
        var right = MemoryMarshal.Cast<float, Vector<float>>(logQ);
        Vector<double> sum = default;
        for (var i = 0; i < left.Length; i++)
        {
            Vector.Widen(left[i], out var pLow, out var pHigh);
            Vector.Widen(right[i], out var qLow, out var qHigh);
            sum += Divergence(pLow, qLow) + Divergence(pHigh, qHigh);
        }

        var total = Vector.Sum(sum);
        for (var i = left.Length * Vector<float>.Count; i < logP.Length; i++)
        {
            total += Divergence(logP[i], logQ[i]);
        }

        return Math.Max(total, 0);
    }

    /// <summary>One term of <see cref="Divergence(ReadOnlySpan{float}, ReadOnlySpan{float})"/>.</summary>
    public static double Divergence(double logP, double logQ)
    {
        var p = Math.Exp(logP);
        return (p == 0 ? 0 : (p * (logP - logQ)) - p) + Math.Exp(logQ);
    }

    private static Vector<double> Divergence(Vector<double> logP, Vector<double> logQ)
    {
        var p = Vector.Exp(logP);
        // 0·∞ is not a number; a class that the teacher excludes adds nothing but q.
        var term = Vector.ConditionalSelect(Vector.Equals(p, Vector<double>.Zero), Vector<double>.Zero, (p * (logP - logQ)) - p);
        return term + Vector.Exp(logQ);
    }

    private static int CountAbove(ReadOnlySpan<float> values, float bound, bool orEqual)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var (bounds, counts) = (new Vector<float>(bound), Vector<int>.Zero);
        foreach (var vector in vectors)
        {
            counts -= orEqual ? Vector.GreaterThanOrEqual(vector, bounds) : Vector.GreaterThan(vector, bounds);
        }

        var count = Vector.Sum(counts);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            count += value > bound || (orEqual && value == bound) ? 1 : 0;
        }

        return count;
    }
}
