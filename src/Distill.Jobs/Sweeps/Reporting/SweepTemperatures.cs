using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>A sweep as networks over temperature, as much of it as people read at a time.</summary>
/// <param name="Networks">The networks.</param>
/// <param name="IsWhole">Whether they are the entire sweep.</param>
internal sealed record SweepTemperatures(IReadOnlyList<TemperatureNetwork> Networks, bool IsWhole)
{
    public const int MostNetworks = 12, MostTemperatures = 24;

    /// <summary>More weights than that are not shown, because each needs a colour.</summary>
    public const int MostWeights = 5;

    public static SweepTemperatures Of(Sweep sweep)
    {
        List<double> weights = [.. Values(sweep, setting => setting.HardWeight)], temperatures = [.. Values(sweep, setting => setting.Temperature)];
        var shown = temperatures.Take(MostTemperatures).ToHashSet();
        return new SweepTemperatures(
            [
                .. sweep.Networks.Take(MostNetworks).Select(network => new TemperatureNetwork(
                    network.Description,
                    [
                        .. weights.Take(MostWeights)
                            .Select((weight, number) => Curve(network, weight, weights.Count > 1 ? number : null, shown))
                            .Where(curve => curve.Points.Count > 0),
                    ])
                {
                    Labels = Errors(network.Labels ?? []),
                    AgainstLabels = network.AgainstLabels,
                    Teacher = sweep.TeacherErrors,
                }),
            ],
            sweep.Networks.Count <= MostNetworks && weights.Count <= MostWeights && temperatures.Count <= MostTemperatures);
    }

    /// <summary>Test errors of the students of a setting that went to the end, one a seed.</summary>
    public static IReadOnlyList<long> Errors(SweepSetting setting) => Errors(setting.Students);

    private static IReadOnlyList<long> Errors(IEnumerable<SweepStudent> students) => [.. students.Select(student => student.TestErrors).OfType<long>()];

    /// <summary>The values that a setting takes in a sweep, rising.</summary>
    public static IReadOnlyList<double> Values(Sweep sweep, Func<SweepSetting, double> value) =>
        [.. sweep.Networks.SelectMany(network => network.Settings).Select(value).Distinct().Order()];

    private static TemperatureCurve Curve(SweepNetwork network, double weight, int? number, HashSet<double> temperatures) => new(
        number ?? TemperatureCurve.OnlyColour,
        number is null ? null : weight,
        [
            .. network.Settings
                .Where(setting => setting.HardWeight.Equals(weight) && temperatures.Contains(setting.Temperature))
                .OrderBy(setting => setting.Temperature)
                .Select(Point),
        ],
        [.. (network.Tests ?? []).Where(test => test.HardWeight.Equals(weight))]);

    private static TemperaturePoint Point(SweepSetting setting)
    {
        var errors = Errors(setting);
        return new TemperaturePoint(setting.Temperature, errors, setting.Chosen, setting.Students.Count - errors.Count);
    }
}
