using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>The students of one network and weight on the labels over temperature.</summary>
/// <param name="Colour">Its colour and dashes in plots.</param>
/// <param name="Weight">The weight on the labels where there are several; null otherwise.</param>
/// <param name="Points">Its points by rising temperature.</param>
/// <param name="Tests">The chosen setting of the network against those of this curve.</param>
internal sealed record TemperatureCurve(int Colour, double? Weight, IReadOnlyList<TemperaturePoint> Points, IReadOnlyList<SettingTest> Tests)
{
    /// <summary>The colour where there is nothing to set apart: that of heat maps.</summary>
    public const int OnlyColour = 1;
}
