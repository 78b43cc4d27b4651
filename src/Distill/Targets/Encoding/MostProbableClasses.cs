using System.Numerics;
using System.Numerics.Tensors;

namespace Distill.Targets;

/// <summary>
/// The k most probable of a row's classes, the most probable first and of equal ones the one with the lower number; and the mass of all
/// others. One pass finds the classes and one exponential of each class a temperature, where the composed operations sort the row and take
/// four passes in f64. A row keeps its own buffers, so rows can be done side by side.
/// </summary>
/// <param name="classes">How many classes a row has.</param>
/// <param name="k">1 to classes − 1.</param>
internal sealed class MostProbableClasses(int classes, int k)
{
    private readonly float[] values = new float[classes];
    private readonly double[] powers = new double[classes];
    private readonly float[] heapValues = new float[k];
    private readonly int[] heapClasses = new int[k];

    /// <summary>Finds them.</summary>
    /// <param name="logProbabilities">[classes]; −∞ stands for a probability of 0.</param>
    /// <param name="kept">[k]: their numbers.</param>
    /// <param name="keptValues">[k]: their log-probabilities less the largest, held to <see cref="TargetEncoding.Farthest"/>; NaN where the row has no finite largest.</param>
    public void Find(ReadOnlySpan<float> logProbabilities, Span<long> kept, Span<float> keptValues)
    {
        var best = TensorPrimitives.Max(logProbabilities);
        TensorPrimitives.Subtract(logProbabilities, float.IsFinite(best) ? best : float.NaN, values);
        TensorPrimitives.Max(values, (float)-TargetEncoding.Farthest, values);
        Fill();
        for (var place = k - 1; place >= 0; place--)
        {
            (kept[place], keptValues[place]) = (heapClasses[0], heapValues[0]);
            (heapValues[0], heapClasses[0]) = (heapValues[place], heapClasses[place]);
            Sink(0, place);
        }
    }

    /// <summary>
    /// The logarithm of the mass that the other classes hold together, of the row that was found last. In f64: at high temperatures the
    /// others hold nearly everything, and what is left of 1 is what counts.
    /// </summary>
    /// <param name="kept">What <see cref="Find"/> gave.</param>
    /// <param name="keptValues">Likewise.</param>
    /// <param name="scale">The temperature of the values by the one that is asked for.</param>
    public float LogRest(ReadOnlySpan<long> kept, ReadOnlySpan<float> keptValues, double scale)
    {
        foreach (var number in kept)
        {
            values[number] = float.NegativeInfinity;
        }

        // The largest of the others is shifted to 0, so that no mass is too small to be written.
        var largest = TensorPrimitives.Max<float>(values) * scale;
        TensorPrimitives.ConvertTruncating<float, double>(values, powers);
        TensorPrimitives.Multiply(powers, scale, powers);
        TensorPrimitives.Subtract(powers, largest, powers);
        TensorPrimitives.Exp(powers, powers);
        var others = largest + Math.Log(TensorPrimitives.Sum<double>(powers));
        var own = 0.0;
        foreach (var value in keptValues)
        {
            own += Math.Exp(value * scale);
        }

        // log(o / (o + s)) = −log(1 + s/o).
        var ratio = Math.Log(own) - others;
        return (float)-(ratio > 0 ? ratio + LogOnePlus(Math.Exp(-ratio)) : LogOnePlus(Math.Exp(ratio)));
    }

    // A heap whose root is the least of the kept: the smallest value, and of equal ones the highest number.
    private void Fill()
    {
        for (var number = 0; number < k; number++)
        {
            (heapValues[number], heapClasses[number]) = (values[number], number);
        }

        for (var place = (k / 2) - 1; place >= 0; place--)
        {
            Sink(place, k);
        }

        var start = k;
        for (; start <= classes - Vector<float>.Count; start += Vector<float>.Count)
        {
            // Most stretches hold nothing that is larger than the least of the kept.
            if (Vector.GreaterThanAny(new Vector<float>(values, start), new Vector<float>(heapValues[0])))
            {
                Offer(start, start + Vector<float>.Count);
            }
        }

        Offer(start, classes);
    }

    private void Offer(int start, int end)
    {
        for (var number = start; number < end; number++)
        {
            if (values[number] > heapValues[0])
            {
                (heapValues[0], heapClasses[0]) = (values[number], number);
                Sink(0, k);
            }
        }
    }

    private void Sink(int place, int count)
    {
        while (true)
        {
            var least = place;
            for (var child = (2 * place) + 1; child <= (2 * place) + 2 && child < count; child++)
            {
                least = IsBefore(child, least) ? child : least;
            }

            if (least == place)
            {
                return;
            }

            (heapValues[place], heapValues[least]) = (heapValues[least], heapValues[place]);
            (heapClasses[place], heapClasses[least]) = (heapClasses[least], heapClasses[place]);
            place = least;
        }
    }

    private bool IsBefore(int one, int other) =>
        heapValues[one] < heapValues[other] || (heapValues[one] == heapValues[other] && heapClasses[one] > heapClasses[other]);

    // Math has no log1p; the larger of the two forms' errors is a few units in the last place.
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
