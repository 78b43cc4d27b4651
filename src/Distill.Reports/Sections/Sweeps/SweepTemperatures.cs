using Distill.Reports.Sections.Temperatures;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Sweeps;

/// <summary>A sweep as networks over temperature.</summary>
internal static class SweepTemperatures
{
    public static IReadOnlyList<TemperatureNetwork> Of(Sweep sweep)
    {
        List<double> weights = [.. sweep.Networks.SelectMany(network => network.Settings).Select(setting => setting.HardWeight)
            .Distinct().Order().Take(TemperatureNetwork.MostWeights)];
        return [.. sweep.Networks.Take(TemperatureNetwork.Most).Select(network => new TemperatureNetwork(
            network.Description,
            [.. weights
                .Select((weight, i) => Curve(network, weight, weights.Count > 1 ? i : null))
                .Where(curve => curve.Points.Count > 0)]))];
    }

    /// <summary>Test errors of the students that went to the end.</summary>
    public static SeedErrors Errors(SweepSetting setting) =>
        new([.. setting.Students.Select(student => student.TestErrors).OfType<long>()]);

    private static TemperatureCurve Curve(SweepNetwork network, double weight, int? style) => TemperatureCurve.Of(
        style ?? TemperatureCurve.OnlyStyle,
        style is null ? null : weight,
        network.Settings.Where(setting => setting.HardWeight.Equals(weight)).Select(Point),
        (network.Tests ?? []).Where(test => test.HardWeight.Equals(weight)));

    private static TemperaturePoint Point(SweepSetting setting)
    {
        var errors = Errors(setting);
        return new TemperaturePoint(setting.Temperature, errors, setting.Students.Count - errors.Counts.Count, setting.Chosen);
    }
}
