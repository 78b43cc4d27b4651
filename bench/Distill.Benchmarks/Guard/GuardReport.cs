using System.Globalization;

namespace Distill.Benchmarks.Guard;

/// <summary>The cost of the check of layers for some networks.</summary>
/// <param name="Costs">One for each network and precision.</param>
/// <param name="Rounds">Measurements of each.</param>
/// <param name="Threads">Threads of libtorch.</param>
internal sealed record GuardReport(IReadOnlyList<GuardCost> Costs, int Rounds, int Threads)
{
    public override string ToString() => string.Join('\n', Costs.Select(cost => string.Create(
        CultureInfo.InvariantCulture,
        $"{cost.Network} in {cost.Precision}: check {cost.CheckSeconds * 1e3:0} ms, a step of 256 {cost.StepSeconds * 1e3:0.0} ms, so the check is as long as {cost.CheckSeconds / cost.StepSeconds:0} steps")));
}
