using System.Numerics.Tensors;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// Maximises the dual of <see cref="KlCombination"/> for one example. Unknown 0 is r, unknown m the u of active specialist
/// m; a group's denominator is r plus the u of its sets. Without a rest, and where Newton's method does not reach the maximum, <see cref="PathFollowing"/> does.
/// </summary>
internal sealed class DualAscent(ClassGroups groups, int specialists)
{
    private const int MostSteps = 500;
    private const int StartSteps = 2;

    // How much of the way to the edge of the domain a step may take.
    private const double MostOfTheWay = 0.99;

    private const double LeastRise = 1e-4;

    // Half of it bounds, near the maximum, what is left to gain: far below what a KL divergence is ever read to.
    private const double Converged = 1e-15;

    // The gradient is by how much masses that must be one are not; L alone would not tell that of a mass of 10⁻³⁰.
    private const double LargestMismatch = 1e-8;

    // Below this a rise is lost in the rounding of L, and Newton's step is as good as exact.
    private const double Unmeasurable = 1e-9;

    private readonly double[] dustbins = new double[specialists];
    private readonly double[] values = new double[specialists + 1];
    private readonly double[] next = new double[specialists + 1];
    private readonly double[] gradient = new double[specialists + 1];
    private readonly double[] direction = new double[specialists + 1];
    private readonly double[] denominators = new double[groups.Most];
    private readonly double[] changes = new double[groups.Most];
    private readonly double[] sums = new double[groups.Most];
    private readonly double[] weights = new double[groups.Most];
    private NewtonMatrix matrix = new(1);
    private PathFollowing? following;

    /// <summary>Σ q over all classes, 1 but for rounding.</summary>
    public double TotalMass { get; private set; }

    /// <summary>Σ q over the classes of no active set.</summary>
    public double MassOfRest { get; private set; }

    /// <summary>Newton's steps that the last example took.</summary>
    public int Steps { get; private set; }

    private int Unknowns => groups.Active + 1;

    private ReadOnlySpan<double> Dustbins => dustbins.AsSpan(0, groups.Active);

    /// <summary>Sets the mass that an active specialist, by its position, puts on its dustbin.</summary>
    public void SetDustbin(int position, double mass) => dustbins[position] = mass;

    /// <summary>r + Σ u over the sets of a group, at the maximum.</summary>
    public double Denominator(int group) => denominators[group];

    /// <summary>Goes to the maximum.</summary>
    /// <exception cref="DistillException">The masses are not numbers, or too extreme for double precision.</exception>
    public void Climb()
    {
        // Without a rest, denominators are differences, and shares below the rounding of these are lost.
        if (groups.Masses[0] == 0 || !TryNewton())
        {
            following ??= new PathFollowing(groups, specialists);
            following.Solve(Dustbins, denominators);
        }

        Sum();
        TotalMass = sums[0];
        MassOfRest = groups.Masses[0] / denominators[0];
    }

    private bool TryNewton()
    {
        if (matrix.Capacity < Unknowns)
        {
            matrix = new NewtonMatrix(specialists + 1);
        }

        Start();
        for (Steps = 0; Steps < MostSteps; Steps++)
        {
            Differentiate();
            var isSolved = matrix.Solve(Unknowns, gradient, direction);
            var gain = TensorPrimitives.Dot<double>(gradient.AsSpan(0, Unknowns), direction.AsSpan(0, Unknowns));
            if (!isSolved || !(gain >= 0))
            {
                Expect();
            }
            else if (gain < Converged && Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient.AsSpan(0, Unknowns))) < LargestMismatch)
            {
                return true;
            }
            else
            {
                Move(gain);
            }
        }

        return false;
    }

    // All alike, then where expectation maximisation leads: what is nearly 0 is so from the beginning.
    private void Start()
    {
        var total = 0.0;
        foreach (var mass in groups.Masses)
        {
            total += mass;
        }

        foreach (var dustbin in Dustbins)
        {
            total += dustbin;
        }

        values.AsSpan(0, Unknowns).Fill(total / Unknowns);
        for (var number = 0; number < groups.Active; number++)
        {
            if (dustbins[number] == 0)
            {
                values[number + 1] = 0;
            }
        }

        SetDenominators(values, denominators);
        for (var step = 0; step < StartSteps; step++)
        {
            Expect();
        }
    }

    // One step of expectation maximisation on the weights of a mixture, which L is the likelihood of.
    private void Expect()
    {
        Sum();
        Share(gradient);
        for (var number = 0; number < Unknowns; number++)
        {
            values[number] = (values[number] * gradient[number]) + (number == 0 ? 0 : dustbins[number - 1]);
        }

        SetDenominators(values, denominators);
    }

    // sums: for each group, Σ a / denominator over itself and all that come from it.
    private void Sum()
    {
        for (var group = 0; group < groups.Count; group++)
        {
            var mass = groups.Masses[group];
            sums[group] = mass == 0 ? 0 : mass / denominators[group];
        }

        AddToParents(sums);
    }

    private void AddToParents(double[] perGroup)
    {
        for (var group = groups.Count - 1; group > 0; group--)
        {
            perGroup[groups.Parents[group]] += perGroup[group];
        }
    }

    // For each unknown, Σ q over the groups that have it in their denominator.
    private void Share(double[] perUnknown)
    {
        perUnknown.AsSpan(0, Unknowns).Clear();
        perUnknown[0] = sums[0];
        for (var group = 1; group < groups.Count; group++)
        {
            perUnknown[groups.Added[group] + 1] += sums[group];
        }
    }

    private void SetDenominators(double[] unknowns, double[] perGroup)
    {
        perGroup[0] = unknowns[0];
        for (var group = 1; group < groups.Count; group++)
        {
            perGroup[group] = perGroup[groups.Parents[group]] + unknowns[groups.Added[group] + 1];
        }
    }

    // The gradient of L, and minus its second derivatives.
    private void Differentiate()
    {
        Sum();
        Share(gradient);
        for (var group = 0; group < groups.Count; group++)
        {
            var mass = groups.Masses[group];
            weights[group] = mass == 0 ? 0 : mass / (denominators[group] * denominators[group]);
        }

        AddToParents(weights);
        matrix.Clear(Unknowns);
        matrix.Add(0, 0, weights[0]);
        for (var group = 1; group < groups.Count; group++)
        {
            var row = groups.Added[group] + 1;
            matrix.Add(row, 0, weights[group]);
            for (var with = group; with > 0; with = groups.Parents[with])
            {
                matrix.Add(row, groups.Added[with] + 1, weights[group]);
            }
        }

        gradient[0] -= 1;
        for (var number = 1; number < Unknowns; number++)
        {
            var (value, dustbin) = (values[number], dustbins[number - 1]);
            if (dustbin == 0)
            {
                gradient[number] = 0;
                matrix.Fix(Unknowns, number);
            }
            else
            {
                gradient[number] += (dustbin / value) - 1;
                matrix.Add(number, number, dustbin / (value * value));
            }
        }
    }

    private void Move(double gain)
    {
        SetDenominators(direction, changes);
        var length = Math.Min(1, MostOfTheWay * ToTheEdge());
        var (from, least) = (gain < Unmeasurable ? 0 : Height(values, denominators), LeastRise * gain);
        while (true)
        {
            for (var number = 0; number < Unknowns; number++)
            {
                next[number] = values[number] + (length * direction[number]);
            }

            SetDenominators(next, denominators);
            if (gain < Unmeasurable || length < 1e-12 || Height(next, denominators) >= from + (length * least))
            {
                next.AsSpan(0, Unknowns).CopyTo(values);
                return;
            }

            length /= 2;
        }
    }

    private double ToTheEdge()
    {
        var edge = double.PositiveInfinity;
        for (var number = 1; number < Unknowns; number++)
        {
            if (direction[number] < 0)
            {
                edge = Math.Min(edge, -values[number] / direction[number]);
            }
        }

        for (var group = 0; group < groups.Count; group++)
        {
            if (changes[group] < 0 && groups.Masses[group] > 0)
            {
                edge = Math.Min(edge, -denominators[group] / changes[group]);
            }
        }

        return edge;
    }

    private double Height(double[] unknowns, double[] perGroup)
    {
        var height = -unknowns[0];
        for (var group = 0; group < groups.Count; group++)
        {
            var mass = groups.Masses[group];
            height += mass == 0 ? 0 : mass * Math.Log(perGroup[group]);
        }

        for (var number = 1; number < Unknowns; number++)
        {
            var dustbin = dustbins[number - 1];
            height += (dustbin == 0 ? 0 : dustbin * Math.Log(unknowns[number])) - unknowns[number];
        }

        return height;
    }
}
