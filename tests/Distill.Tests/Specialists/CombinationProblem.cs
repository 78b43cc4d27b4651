using Distill.Specialists;
using Distill.Tests.Teachers;

namespace Distill.Tests.Specialists;

/// <summary>A generalist's distribution and those of active specialists, with the paper's objective written out.</summary>
internal sealed record CombinationProblem(ClassSets Sets, int[] Active, float[] Generalist, float[] Answers)
{
    public double[] Solve()
    {
        var combined = new float[Sets.Classes];
        new KlCombination(Sets).Combine(Generalist, Active, Answers, combined);
        return Normalised([.. combined.Select(value => Math.Exp(value))]);
    }

    public static double[] Normalised(double[] masses)
    {
        var total = masses.Sum();
        return [.. masses.Select(mass => mass / total)];
    }

    /// <summary>KL(p^g, q) + Σ KL(p^m, q) but for a constant: the cross-entropies.</summary>
    public double CrossEntropy(double[] q)
    {
        var sum = -Masses(Generalist).Zip(q).Where(pair => pair.First > 0).Sum(pair => pair.First * Math.Log(pair.Second));
        ForEachSpecialist((set, answer) =>
        {
            sum -= set.Select((number, position) => Product(answer[position], q[number])).Sum() + Product(answer[^1], Dustbin(set, q));
        });
        return sum;

        static double Product(double mass, double share) => mass == 0 ? 0 : mass * Math.Log(share);
    }

    /// <summary>
    /// Below this no distribution's <see cref="CrossEntropy"/> is: the dual at the unknowns that a distribution implies,
    /// whatever the distribution. It needs a class that belongs to no active set.
    /// </summary>
    public double LowerBound(double[] q)
    {
        var a = Masses(Generalist);
        var (bound, dustbins, unknowns) = (0.0, 0.0, new List<(HashSet<int> Set, double Value)>());
        ForEachSpecialist((set, answer) =>
        {
            for (var position = 0; position < set.Length; position++)
            {
                a[set[position]] += answer[position];
            }

            unknowns.Add(([.. set], answer[^1] / Dustbin(set, q)));
            dustbins += answer[^1];
        });
        var outside = Enumerable.Range(0, a.Length).Where(number => !unknowns.Any(unknown => unknown.Set.Contains(number))).ToList();
        var rest = outside.Sum(number => a[number]) / outside.Sum(number => q[number]);
        var scale = (a.Sum() + dustbins) / (rest + unknowns.Sum(unknown => unknown.Value));
        for (var number = 0; number < a.Length; number++)
        {
            if (a[number] > 0)
            {
                var denominator = scale * (rest + unknowns.Where(unknown => unknown.Set.Contains(number)).Sum(unknown => unknown.Value));
                bound += a[number] * Math.Log(denominator / a[number]);
            }
        }

        var index = 0;
        ForEachSpecialist((_, answer) =>
        {
            var value = unknowns[index++].Value * scale;
            bound += answer[^1] == 0 ? 0 : answer[^1] * Math.Log(value / answer[^1]);
        });
        return bound;
    }

    /// <summary>
    /// The same where the active sets may hold all classes, less exact by what scaling to non-negative numbers costs. With u_m = d_m / Q_m and s_i what the u of the sets without i leave of the total mass, it is
    /// Σ a_i log(s_i / a_i) + Σ d_m log(u_m / d_m).
    /// </summary>
    public double LowerBoundOfAnySets(double[] q)
    {
        var a = Masses(Generalist);
        var (total, sets) = (a.Sum(), new List<(HashSet<int> Set, double Mass, double Value)>());
        ForEachSpecialist((set, answer) =>
        {
            total += answer.Sum();
            for (var position = 0; position < set.Length; position++)
            {
                a[set[position]] += answer[position];
            }

            sets.Add(([.. set], answer[^1], answer[^1] == 0 ? 0 : answer[^1] / Dustbin(set, q)));
        });
        double[] opposing = [.. Enumerable.Range(0, a.Length).Select(number => sets.Where(set => !set.Set.Contains(number)).Sum(set => set.Value))];
        // Scaled to where no s is negative.
        var scale = Math.Min(1, total * (1 - 1e-12) / Math.Max(1e-300, opposing.Max()));
        var bound = sets.Sum(set => set.Mass == 0 ? 0 : set.Mass * Math.Log(scale * set.Value / set.Mass));
        for (var number = 0; number < a.Length; number++)
        {
            bound += a[number] == 0 ? 0 : a[number] * Math.Log((total - (scale * opposing[number])) / a[number]);
        }

        return bound;
    }

    /// <summary>q ← (p^g + Σ r^m) / (1 + |A|): expectation maximisation, which never gets worse.</summary>
    public double[] ByExpectationMaximisation(int steps, double[]? from = null)
    {
        // From everywhere: a share of 0 would stay 0.
        var q = Normalised(from ?? [.. Masses(Generalist).Select(mass => mass + 0.01)]);
        for (var step = 0; step < steps; step++)
        {
            q = Normalised(Responsibilities(q));
        }

        return q;
    }

    /// <summary>The paper's way: descends the gradient in logits z, q = softmax(z).</summary>
    public double[] ByGradientDescent(int steps, double rate)
    {
        var z = Generalist.Select(value => (double)value).ToArray();
        var q = Naive.Softmax(z, temperature: 1);
        for (var step = 0; step < steps; step++)
        {
            var target = Responsibilities(q);
            var total = target.Sum();
            for (var number = 0; number < z.Length; number++)
            {
                z[number] -= rate * ((total * q[number]) - target[number]);
            }

            q = Naive.Softmax(z, temperature: 1);
        }

        return q;
    }

    private static double[] Masses(float[] logs) => [.. logs.Select(value => Math.Exp(value))];

    private static double Dustbin(int[] set, double[] q)
    {
        var own = set.ToHashSet();
        return q.Where((_, number) => !own.Contains(number)).Sum();
    }

    private double[] Responsibilities(double[] q)
    {
        var sum = Masses(Generalist);
        ForEachSpecialist((set, answer) =>
        {
            var own = set.ToHashSet();
            var dustbin = Dustbin(set, q);
            for (var number = 0; number < q.Length; number++)
            {
                sum[number] += own.Contains(number) ? answer[Array.IndexOf(set, number)] : Product(answer[^1], q[number] / dustbin);
            }
        });
        return sum;

        static double Product(double mass, double share) => mass == 0 ? 0 : mass * share;
    }

    private void ForEachSpecialist(Action<int[], double[]> act)
    {
        var next = 0;
        foreach (var specialist in Active)
        {
            var set = Sets[specialist].ToArray();
            act(set, Masses(Answers[next..(next + set.Length + 1)]));
            next += set.Length + 1;
        }
    }
}
