using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// Solves <see cref="KlCombination"/>'s problem where <see cref="DualAscent"/> loses its way: slower, and right wherever the
/// masses lie. Where the active sets hold all classes, r may be negative and a group's denominator the difference of large
/// numbers; here each denominator s is an unknown of its own, beside the shares q and the u.
/// </summary>
/// <remarks>
/// A primal-dual interior-point method: at the minimum s_G q_G = a_G for each group, u_m Q_m = d_m for each active specialist, with
/// Q_m = Σ q_G over the groups outside its set, and s_G + Σ u_m over these sets that lack G is 1 + |A|. Newton's steps bring the
/// products from where they are to a and d, by at most a factor of ten a step, and all unknowns stay above 0.
/// </remarks>
internal sealed class PathFollowing(ClassGroups groups, int specialists)
{
    private const int MostSteps = 300;

    // Products are taken no nearer to 0: so much of q may lie elsewhere than it should.
    private const double LeastProduct = 1e-18;

    private const int ExpectationSteps = 100;
    private const int MostRounds = 1000;
    private const double LargestFactor = 10;
    private const double MostOfTheWay = 0.95;
    private const double Converged = 1e-11;
    private const double NearlyDependent = 1e-14;

    // In nats: how much nearer another distribution could be than one that is still taken.
    private const double LargestGap = 1e-7;

    private readonly NewtonMatrix matrix = new(specialists);
    private readonly int[] used = new int[groups.Most];
    private readonly bool[,] isOutside = new bool[groups.Most, specialists];
    private readonly double[] shares = new double[groups.Most];
    private readonly double[] denominators = new double[groups.Most];
    private readonly double[] shareChanges = new double[groups.Most];
    private readonly double[] denominatorChanges = new double[groups.Most];
    private readonly double[] missing = new double[groups.Most];
    private readonly double[] shareTargets = new double[groups.Most];
    private readonly double[] values = new double[specialists];
    private readonly double[] outside = new double[specialists];
    private readonly double[] right = new double[specialists];
    private readonly double[] changes = new double[specialists];
    private int count;
    private double total;

    /// <summary>Finds the minimum.</summary>
    /// <param name="dustbins">The mass that each active specialist puts on its dustbin.</param>
    /// <param name="found">Receives each group's mass divided by its share of q; unchanged for groups without classes.</param>
    /// <exception cref="DistillException">Rounding leaves the result too far from the minimum.</exception>
    public void Solve(ReadOnlySpan<double> dustbins, Span<double> found)
    {
        Start(dustbins);
        var steps = 0;
        while (steps < MostSteps && Step(dustbins))
        {
            steps++;
        }

        var gap = Gap(dustbins);
        shares.AsSpan(0, count).CopyTo(shareTargets);
        for (var step = 0; step < ExpectationSteps; step++)
        {
            Expect(dustbins);
        }

        if (Gap(dustbins) is var after && after <= LargestGap)
        {
            gap = after;
        }
        else
        {
            shareTargets.AsSpan(0, count).CopyTo(shares);
        }

        if (gap > LargestGap)
        {
            gap = Patiently(dustbins);
        }

        if (!(gap <= LargestGap))
        {
            throw new DistillException(
                $"The distributions of {groups.Active} specialists cannot be combined: after {steps} steps the result is still {gap} nats from the nearest distribution, expected {LargestGap}. "
                + "Their answers are too extreme for double precision, or are not numbers; check the specialists' models.");
        }

        for (var place = 0; place < count; place++)
        {
            found[used[place]] = groups.Masses[used[place]] / shares[place];
        }
    }

    // Where specialists are all but sure of opposite things, the path can end beside the minimum. Expectation maximisation climbs
    // from anywhere, if slowly.
    private double Patiently(ReadOnlySpan<double> dustbins)
    {
        shares.AsSpan(0, count).Fill(1.0 / count);
        var gap = double.PositiveInfinity;
        for (var round = 0; round < MostRounds && !(gap <= LargestGap); round++)
        {
            for (var step = 0; step < ExpectationSteps; step++)
            {
                Expect(dustbins);
            }

            gap = Gap(dustbins);
        }

        return gap;
    }

    // A step of expectation maximisation: shares that are less than the least product become what they are, relative to each other too.
    private void Expect(ReadOnlySpan<double> dustbins)
    {
        for (var number = 0; number < groups.Active; number++)
        {
            values[number] = dustbins[number] == 0 ? 0 : dustbins[number] / Outside(number, shares);
        }

        var sum = 0.0;
        for (var place = 0; place < count; place++)
        {
            shares[place] = groups.Masses[used[place]] + (shares[place] * Opposing(place, values));
            sum += shares[place];
        }

        for (var place = 0; place < count; place++)
        {
            shares[place] /= sum;
        }
    }

    private void Start(ReadOnlySpan<double> dustbins)
    {
        (count, total) = (0, 0);
        for (var group = 0; group < groups.Count; group++)
        {
            // A NaN is taken in, and found out at the end.
            if (groups.Masses[group] != 0)
            {
                used[count] = group;
                for (var number = 0; number < groups.Active; number++)
                {
                    isOutside[count, number] = true;
                }

                for (var with = group; with > 0; with = groups.Parents[with])
                {
                    isOutside[count, groups.Added[with]] = false;
                }

                total += Math.Max(groups.Masses[group], LeastProduct);
                count++;
            }
        }

        foreach (var dustbin in dustbins)
        {
            total += Math.Max(dustbin, LeastProduct);
        }

        values.AsSpan(0, groups.Active).Fill(total / (2 * (groups.Active + 1)));
        for (var place = 0; place < count; place++)
        {
            (shares[place], denominators[place]) = (1.0 / count, total - Opposing(place, values));
        }
    }

    // False where the products are what they should be, or a step no longer is a number.
    private bool Step(ReadOnlySpan<double> dustbins)
    {
        var isThere = true;
        matrix.Clear(groups.Active);
        for (var number = 0; number < groups.Active; number++)
        {
            outside[number] = Outside(number, shares);
            var target = Target(dustbins[number], values[number] * outside[number], ref isThere);
            matrix.Add(number, number, outside[number] / values[number]);
            right[number] = (target / values[number]) - outside[number];
        }

        for (var place = 0; place < count; place++)
        {
            shareTargets[place] = Target(groups.Masses[used[place]], denominators[place] * shares[place], ref isThere);
            missing[place] = total - Opposing(place, values) - denominators[place];
            isThere &= Math.Abs(missing[place]) < Converged * total;
            var weight = shares[place] / denominators[place];
            var change = (shareTargets[place] / denominators[place]) - shares[place] - (weight * missing[place]);
            for (var number = 0; number < groups.Active; number++)
            {
                if (isOutside[place, number])
                {
                    right[number] -= change;
                    for (var with = 0; with <= number; with++)
                    {
                        matrix.Add(number, with, isOutside[place, with] ? weight : 0);
                    }
                }
            }
        }

        return !isThere && matrix.Solve(groups.Active, right, changes, NearlyDependent) && Move();
    }

    private bool Move()
    {
        var length = 1.0;
        for (var place = 0; place < count; place++)
        {
            var change = denominatorChanges[place] = missing[place] - Opposing(place, changes);
            shareChanges[place] = ((shareTargets[place] - (shares[place] * change)) / denominators[place]) - shares[place];
            Shorten(denominators[place], change);
            Shorten(shares[place], shareChanges[place]);
        }

        for (var number = 0; number < groups.Active; number++)
        {
            Shorten(values[number], changes[number]);
        }

        for (var place = 0; place < count; place++)
        {
            shares[place] += length * shareChanges[place];
            denominators[place] += length * denominatorChanges[place];
        }

        for (var number = 0; number < groups.Active; number++)
        {
            values[number] += length * changes[number];
        }

        return double.IsFinite(length);

        void Shorten(double value, double change) => length = change < 0 ? Math.Min(length, -MostOfTheWay * value / change) : length + (0 * change);
    }

    private static double Target(double product, double now, ref bool isThere)
    {
        var wanted = Math.Max(product, LeastProduct);
        isThere &= Math.Abs((now / wanted) - 1) < Converged;
        return Math.Clamp(wanted, now / LargestFactor, now * LargestFactor);
    }

    // Σ over the specialists whose set lacks a group.
    private double Opposing(int place, double[] perSpecialist)
    {
        var sum = 0.0;
        for (var number = 0; number < groups.Active; number++)
        {
            sum += isOutside[place, number] ? perSpecialist[number] : 0;
        }

        return sum;
    }

    // Σ over the groups that a specialist's set lacks.
    private double Outside(int number, double[] perGroup)
    {
        var sum = 0.0;
        for (var place = 0; place < count; place++)
        {
            sum += isOutside[place, number] ? perGroup[place] : 0;
        }

        return sum;
    }

    // The objective is convex: no distribution is nearer than this one by more than the largest derivative is above their mean.
    private double Gap(ReadOnlySpan<double> dustbins)
    {
        var sum = 0.0;
        for (var place = 0; place < count; place++)
        {
            sum += shares[place];
        }

        for (var number = 0; number < groups.Active; number++)
        {
            values[number] = dustbins[number] == 0 ? 0 : dustbins[number] * sum / Outside(number, shares);
        }

        var (largest, mean) = (0.0, 0.0);
        for (var place = 0; place < count; place++)
        {
            var mass = groups.Masses[used[place]];
            mean += mass;
            // Math.Max hands a NaN on.
            largest = Math.Max(largest, (mass == 0 ? 0 : mass * sum / shares[place]) + Opposing(place, values));
        }

        foreach (var dustbin in dustbins)
        {
            mean += dustbin;
        }

        return Math.Max(largest - mean, Math.Abs(sum - 1));
    }
}
