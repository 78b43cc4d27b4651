using Distill.Evaluation;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps;

/// <summary>Chooses a setting by held-out examples and tests it against the others on test errors.</summary>
internal static class SweepChoice
{
    /// <summary>
    /// Marks the setting with the fewest held-out errors in the mean of its seeds; of equals the lower NLL, then the
    /// first. A setting one of whose students stopped is not chosen.
    /// </summary>
    /// <returns>The settings as they are where nothing was held out, or each has a student that stopped.</returns>
    public static IReadOnlyList<SweepSetting> Choose(IReadOnlyList<SweepSetting> settings)
    {
        var best = settings
            .Where(setting => setting.Students.All(student => student is { Failure: null, HeldOutErrors: not null }))
            .OrderBy(setting => setting.Students.Average(student => student.HeldOutErrors))
            .ThenBy(setting => setting.Students.Average(student => student.HeldOutNll))
            .FirstOrDefault();
        return [.. settings.Select(setting => setting with { Chosen = setting == best })];
    }

    /// <summary>
    /// The paired t-tests of the chosen setting against each other one, over the seeds whose students both went to the
    /// end; none against a setting with fewer than two of them.
    /// </summary>
    /// <returns>Null without a choice, or with one seed.</returns>
    public static IReadOnlyList<SettingTest>? Tests(IReadOnlyList<SweepSetting> settings) =>
        settings.FirstOrDefault(setting => setting.Chosen) is { Students.Count: > 1 } chosen
            ? [.. settings.Where(other => other != chosen).Select(other => Test(chosen, other)).OfType<SettingTest>()]
            : null;

    /// <summary>The same test of the chosen setting against labels alone; null without a choice, or with fewer than two pairs of students.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="labels">The students of labels alone, by the same seeds; null for none.</param>
    public static SettingTest? AgainstLabels(IReadOnlyList<SweepSetting> settings, IReadOnlyList<SweepStudent>? labels) =>
        labels is not null && settings.FirstOrDefault(setting => setting.Chosen) is { } chosen
            ? Test(chosen, new SweepSetting(chosen.Temperature, HardWeight: 1, labels))
            : null;

    private static SettingTest? Test(SweepSetting chosen, SweepSetting other)
    {
        var pairs = other.Students.Zip(chosen.Students).Where(pair => pair.First.TestErrors is not null && pair.Second.TestErrors is not null).ToList();
        if (pairs.Count < 2)
        {
            return null;
        }

        var test = PairedTTest.Between(
            [.. pairs.Select(pair => (double)pair.First.TestErrors!.Value)], [.. pairs.Select(pair => (double)pair.Second.TestErrors!.Value)]);
        var interval = test.Difference.Interval()!;
        return new SettingTest(
            other.Temperature, other.HardWeight, test.Difference.Mean, interval.Lower, interval.Upper, interval.Confidence, test.PValue);
    }
}
