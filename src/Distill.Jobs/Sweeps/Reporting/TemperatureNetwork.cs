using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>Students of one architecture over temperature, as a document shows them whichever file they come from.</summary>
/// <param name="Name">For people, for example "784-30-30-10".</param>
/// <param name="Curves">One for each weight on the labels.</param>
internal sealed record TemperatureNetwork(string Name, IReadOnlyList<TemperatureCurve> Curves)
{
    /// <summary>Test errors of the students of labels alone, one a seed; empty for none.</summary>
    public IReadOnlyList<long> Labels { get; init; } = [];

    /// <summary>The chosen setting against labels alone; null for no test.</summary>
    public SettingTest? AgainstLabels { get; init; }

    /// <summary>The teacher's test errors; null where they were not measured.</summary>
    public long? Teacher { get; init; }
}
