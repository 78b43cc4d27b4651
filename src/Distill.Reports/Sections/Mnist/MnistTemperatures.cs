using Distill.Reports.Sections.Temperatures;
using Distill.Runs.Results.Mnist;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Mnist;

/// <summary>The students of several widths as networks over temperature.</summary>
internal static class MnistTemperatures
{
    public static IReadOnlyList<TemperatureNetwork> Of(MnistResults results) =>
        [.. (results.Temperature ?? []).GroupBy(entry => entry.Width).OrderBy(width => width.Key).Take(TemperatureNetwork.Most)
            .Select(width => new TemperatureNetwork(
                $"784-{width.Key}-{width.Key}-10",
                [Curve(width, [.. (results.TemperatureTests ?? []).Where(test => test.Width == width.Key)])]))];

    // All tests of a width are against the temperature that was chosen for it; each student has the same weight on labels.
    private static TemperatureCurve Curve(IEnumerable<MnistTemperature> entries, List<MnistTemperatureTest> tests) => TemperatureCurve.Of(
        TemperatureCurve.OnlyStyle,
        null,
        entries.Select(entry => new TemperaturePoint(
            entry.Temperature, new SeedErrors(entry.Errors), 0, tests.Count > 0 && tests[0].Temperature.Equals(entry.Temperature))),
        tests.Select(test => new SettingTest(test.Other, 0, test.Difference, test.Lower, test.Upper, test.Confidence, test.P)));
}
