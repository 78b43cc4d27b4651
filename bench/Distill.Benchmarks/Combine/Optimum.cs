namespace Distill.Benchmarks.Combine;

/// <summary>The objective in all classes, written out in double precision, and the bound that no distribution is below.</summary>
internal sealed class Optimum
{
    private readonly CombineExample example;
    private readonly double[] masses;
    private readonly double[][] answers;
    private readonly bool[] isInside;

    public Optimum(CombineExample example)
    {
        this.example = example;
        masses = [.. example.Generalist.Select(value => Math.Exp(value))];
        isInside = new bool[masses.Length];
        answers = new double[example.Active.Length][];
        var next = 0;
        for (var position = 0; position < answers.Length; position++)
        {
            var set = example.Sets[example.Active[position]];
            answers[position] = [.. example.Answers[next..(next + set.Length + 1)].Select(value => Math.Exp(value))];
            next += set.Length + 1;
            foreach (var number in set)
            {
                isInside[number] = true;
            }
        }
    }

    /// <summary>Σ over the generalist and the active specialists of the cross-entropies with q.</summary>
    public double CrossEntropy(double[] q)
    {
        var sum = 0.0;
        for (var number = 0; number < q.Length; number++)
        {
            sum -= masses[number] == 0 ? 0 : masses[number] * Math.Log(q[number]);
        }

        for (var position = 0; position < answers.Length; position++)
        {
            var set = example.Sets[example.Active[position]];
            var answer = answers[position];
            for (var number = 0; number < set.Length; number++)
            {
                sum -= answer[number] == 0 ? 0 : answer[number] * Math.Log(q[set[number]]);
            }

            sum -= answer[^1] == 0 ? 0 : answer[^1] * Math.Log(Outside(set, q));
        }

        return sum;
    }

    /// <summary>How far q may be above the minimum at most, by the dual problem at the unknowns that q implies.</summary>
    public double Gap(double[] q)
    {
        var a = (double[])masses.Clone();
        var denominators = new double[q.Length];
        var values = new double[answers.Length];
        double inside = 0, mass = 0, total = 0;
        for (var number = 0; number < q.Length; number++)
        {
            (inside, mass) = isInside[number] ? (inside, mass) : (inside + q[number], mass + masses[number]);
        }

        var rest = mass / inside;
        total = rest;
        Array.Fill(denominators, rest);
        for (var position = 0; position < answers.Length; position++)
        {
            var set = example.Sets[example.Active[position]];
            var answer = answers[position];
            values[position] = answer[^1] / Outside(set, q);
            total += values[position];
            for (var number = 0; number < set.Length; number++)
            {
                denominators[set[number]] += values[position];
                a[set[number]] += answer[number];
            }
        }

        var scale = (a.Sum() + answers.Sum(answer => answer[^1])) / total;
        var bound = 0.0;
        for (var number = 0; number < q.Length; number++)
        {
            bound += a[number] == 0 ? 0 : a[number] * Math.Log(scale * denominators[number] / a[number]);
        }

        for (var position = 0; position < answers.Length; position++)
        {
            var dustbin = answers[position][^1];
            bound += dustbin == 0 ? 0 : dustbin * Math.Log(scale * values[position] / dustbin);
        }

        return CrossEntropy(q) - bound;
    }

    /// <summary>p^g + Σ r^m, to which (1 + |A|) q is equal at the minimum.</summary>
    public void Targets(double[] q, double[] targets)
    {
        masses.CopyTo(targets, 0);
        var spread = 0.0;
        for (var position = 0; position < answers.Length; position++)
        {
            var set = example.Sets[example.Active[position]];
            var answer = answers[position];
            var share = answer[^1] / Outside(set, q);
            spread += share;
            for (var number = 0; number < set.Length; number++)
            {
                targets[set[number]] += answer[number] - (share * q[set[number]]);
            }
        }

        for (var number = 0; number < q.Length; number++)
        {
            targets[number] += spread * q[number];
        }
    }

    // What is summed is outside, and not one minus what is inside, of which nothing might be left.
    private static double Outside(ReadOnlySpan<int> set, double[] q)
    {
        var (sum, next) = (0.0, 0);
        for (var number = 0; number < q.Length; number++)
        {
            if (next < set.Length && set[next] == number)
            {
                next++;
            }
            else
            {
                sum += q[number];
            }
        }

        return sum;
    }
}
