using System.Numerics.Tensors;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// The distribution q that is nearest to the generalist's and to those of the active specialists: the minimum over q of
/// KL(p^g, q) + Σ_{m∈A} KL(p^m, q), where a specialist sees the sum of q over all classes of its dustbin (equation 5 of the
/// paper). Exact, in as many unknowns as specialists are active, where the paper descends a gradient in all logits.
/// </summary>
/// <remarks>
/// <para>
/// With a_i = p^g_i + Σ_{m: i∈S_m} p^m_i and d_m the mass that m puts on its dustbin, the minimum has
/// q_i = a_i / (r + Σ_{m: i∈S_m} u_m), where u_m = d_m / Σ_{i∉S_m} q_i and r = 1 + |A| − Σ u_m. Classes that belong to the
/// same active sets share their denominator, so each such group counts as one class, and the classes of no active set keep
/// their proportions whatever the specialists say.
/// </para>
/// <para>
/// The unknowns maximise the concave L = Σ_i a_i log(r + Σ_{m: i∈S_m} u_m) + Σ_m d_m log u_m − r − Σ_m u_m, the dual of the
/// problem. Where a class belongs to no active set, all its terms are sums of positive numbers, so nothing cancels where a
/// dustbin holds 10⁻¹² or all but 10⁻¹². Newton's method with a search along the line climbs it; two steps of expectation
/// maximisation give the start. Where the active sets hold all classes, r may be negative and denominators differences: then,
/// and where Newton's method does not arrive, an interior-point method solves the problem, and its result is checked to be nearest
/// within 10⁻⁷ nats.
/// </para>
/// <para>An object holds the memory that it works in: one for each thread, and none allocated for an example.</para>
/// </remarks>
internal sealed class KlCombination
{
    // The rest's mass below this counts as this: without it, a dustbin of which the generalist leaves nothing would have no share.
    private const double LeastMass = 1e-30;

    // A class of an active set has at least this, so that what all rule out has a share, if a small one, where nothing else is left.
    private const double LeastClassMass = 1e-300;

    // Below this, as next to a mask of -10⁹, a float has no place for what is added.
    private const float LeastAdded = -100;

    private readonly ClassSets sets;
    private readonly ClassGroups groups;
    private readonly DualAscent ascent;
    private readonly float[] outside;
    private readonly double[] masses;
    private float largestOutside;

    /// <summary>Makes room for combinations of these specialists.</summary>
    /// <param name="sets">The classes of each.</param>
    public KlCombination(ClassSets sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        this.sets = sets;
        groups = new ClassGroups(sets);
        ascent = new DualAscent(groups, sets.Count);
        outside = new float[sets.Classes];
        masses = new double[sets.Classes];
    }

    /// <summary>How many numbers the specialists in <paramref name="active"/> answer: their classes and a dustbin each.</summary>
    public int AnswerCount(ReadOnlySpan<int> active)
    {
        var count = 0;
        foreach (var specialist in active)
        {
            count += sets[specialist].Length + 1;
        }

        return count;
    }

    /// <summary>Combines one example's distributions.</summary>
    /// <param name="generalist">log p^g, one for each class.</param>
    /// <param name="active">The specialists in A, each once; may be none, and the result is then the generalist's.</param>
    /// <param name="answers">
    /// log p^m of the active specialists one after the other: the classes of its set, ascending, then its dustbin.
    /// </param>
    /// <param name="combined">Receives log q, one for each class; sums to one as a distribution.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="DistillException">An answer is not a number, or answers are too extreme for double precision.</exception>
    public void Combine(ReadOnlySpan<float> generalist, ReadOnlySpan<int> active, ReadOnlySpan<float> answers, Span<float> combined)
    {
        if (generalist.Length != sets.Classes || combined.Length != sets.Classes)
        {
            throw new ArgumentException($"Spans of {generalist.Length} and {combined.Length} numbers are not of {sets.Classes} classes.");
        }

        if (answers.Length != AnswerCount(active))
        {
            throw new ArgumentException($"There are {answers.Length} answers; the active specialists give {AnswerCount(active)}.", nameof(answers));
        }

        if (active.IsEmpty)
        {
            generalist.CopyTo(combined);
            return;
        }

        groups.Divide(active);
        var logOutside = OutsideMass(generalist);
        AddMasses(generalist, active, answers, logOutside);
        ascent.Climb();
        Write(generalist, logOutside, combined);
    }

    // log Σ p^g over the classes of no active set.
    private double OutsideMass(ReadOnlySpan<float> generalist)
    {
        generalist.CopyTo(outside);
        foreach (var number in groups.Members)
        {
            outside[number] = float.NegativeInfinity;
        }

        largestOutside = TensorPrimitives.Max<float>(outside);
        if (float.IsNegativeInfinity(largestOutside))
        {
            return double.NegativeInfinity;
        }

        TensorPrimitives.Subtract(outside, largestOutside, outside);
        TensorPrimitives.Exp<float>(outside, outside);
        return largestOutside + Math.Log(TensorPrimitives.Sum<float>(outside));
    }

    private void AddMasses(ReadOnlySpan<float> generalist, ReadOnlySpan<int> active, ReadOnlySpan<float> answers, double logOutside)
    {
        foreach (var number in groups.Members)
        {
            masses[number] = Math.Exp(generalist[number]);
        }

        var next = 0;
        for (var position = 0; position < active.Length; position++)
        {
            foreach (var number in sets[active[position]])
            {
                masses[number] += Math.Exp(answers[next++]);
            }

            ascent.SetDustbin(position, Math.Exp(answers[next++]));
        }

        // Where the active sets hold all classes there is no rest, and nothing to keep above nothing.
        groups.ClearMasses(groups.Members.Length < sets.Classes ? Math.Max(LeastMass, Math.Exp(logOutside)) : 0);
        foreach (var number in groups.Members)
        {
            masses[number] = Math.Max(LeastClassMass, masses[number]);
            groups.AddMass(number, masses[number]);
        }
    }

    private void Write(ReadOnlySpan<float> generalist, double logOutside, Span<float> combined)
    {
        var logTotal = Math.Log(ascent.TotalMass);
        var others = sets.Classes - groups.Members.Length;
        if (double.IsNegativeInfinity(logOutside) && others > 0)
        {
            // The generalist rules out what the specialists ask for, and no division of it is better than another.
            combined.Fill((float)(Math.Log(ascent.MassOfRest / others) - logTotal));
        }
        else if (others > 0)
        {
            var logShare = Math.Log(ascent.MassOfRest) - logTotal;
            if (largestOutside > LeastAdded)
            {
                TensorPrimitives.Add(generalist, (float)(logShare - logOutside), combined);
            }
            else
            {
                TensorPrimitives.Subtract(generalist, largestOutside, combined);
                TensorPrimitives.Add(combined, (float)(logShare - (logOutside - largestOutside)), combined);
            }
        }

        foreach (var number in groups.Members)
        {
            combined[number] = (float)(Math.Log(masses[number] / ascent.Denominator(groups.GroupOf(number))) - logTotal);
        }
    }
}
