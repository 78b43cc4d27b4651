using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Temperatures;

/// <summary>The students of one network and hard weight over temperature.</summary>
/// <param name="Style">Its colour and dashes, by number.</param>
/// <param name="Weight">The weight on the labels where the network has several; null otherwise.</param>
/// <param name="Points">Its points by rising temperature, each temperature once.</param>
/// <param name="Tests">The chosen setting of the network against those of this curve.</param>
internal sealed record TemperatureCurve(
    int Style, double? Weight, IReadOnlyList<TemperaturePoint> Points, IReadOnlyList<SettingTest> Tests)
{
    /// <summary>The style where there is nothing to tell apart: the colour of heat maps.</summary>
    public const int OnlyStyle = 1;

    private const int MostTemperatures = 24;

    public static TemperatureCurve Of(
        int style, double? weight, IEnumerable<TemperaturePoint> points, IEnumerable<SettingTest> tests) =>
        new(
            style, weight,
            [.. points.DistinctBy(point => point.Temperature).OrderBy(point => point.Temperature).Take(MostTemperatures)],
            [.. tests.DistinctBy(test => test.Temperature)]);
}
