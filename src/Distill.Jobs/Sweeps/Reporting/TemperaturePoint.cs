using Distill.Runs.Documents;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>The students of one network at one temperature.</summary>
/// <param name="Temperature">T.</param>
/// <param name="Errors">Test errors of those whose training went to the end, one a seed.</param>
/// <param name="Chosen">Whether held-out data chose this temperature.</param>
/// <param name="Stopped">How many students stopped.</param>
internal sealed record TemperaturePoint(double Temperature, IReadOnlyList<long> Errors, bool Chosen, int Stopped = 0)
{
    /// <summary>The mean of the errors with its deviation; null where all students stopped.</summary>
    public Measure? Mean => Measure.Of(Errors) is { } mean ? mean with { Seeds = null } : null;
}
