using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Evaluation;
using Distill.Runs.Results.Sweeps;

namespace Distill.Cli.Verbs;

/// <summary>The test errors of a sweep on the screen: a row for each setting, a column for each architecture.</summary>
internal static class SweepTable
{
    public static void Write(Sweep sweep, Screen screen)
    {
        var settings = sweep.Networks[0].Settings;
        var weights = settings.Select(setting => setting.HardWeight).Distinct().Count();
        var rows = settings.Select((setting, number) => (IReadOnlyList<string>)
        [
            weights == 1 ? Text($"T = {setting.Temperature}") : Text($"T = {setting.Temperature}, w = {setting.HardWeight}"),
            .. sweep.Networks.Select(network => Errors(network.Settings[number])),
        ]).ToList();
        rows.Add(["training", .. sweep.Networks.Select(network => ProgressLine.Time(network.Seconds))]);
        rows.Add(["", .. sweep.Networks.Select(network => network.Together ? "together" : "one by one")]);
        screen.WriteTable(["test errors", .. sweep.Networks.Select(network => network.Description)], rows);
        Screen.Say(Remarks(sweep, settings[0].Students.Count));
        if (sweep.Networks.SelectMany(network => network.Settings).SelectMany(setting => setting.Students).FirstOrDefault(student => student.Failure is not null) is { } stopped)
        {
            Screen.Say($"Stopped: {stopped.Failure!.TrimEnd('.')}.");
        }
    }

    private static string Remarks(Sweep sweep, int seeds)
    {
        var teacher = sweep.TeacherErrors is { } errors ? Text($", teacher {errors:N0} errors") : "";
        var chosen = sweep.Networks.Any(network => network.Settings.Any(setting => setting.Chosen)) ? "; * has the fewest held-out errors" : "";
        return Text($"{sweep.Dataset.Name}: {sweep.Dataset.TestExamples:N0} test examples, mean ± deviation of {seeds} seeds{teacher}{chosen}.");
    }

    private static string Errors(SweepSetting setting)
    {
        var errors = setting.Students.Select(student => student.TestErrors).OfType<long>().Select(count => (double)count).ToList();
        var stopped = setting.Students.Count - errors.Count;
        var parts = new List<string>();
        if (errors.Count > 0)
        {
            var summary = SeedSummary.Of(errors);
            parts.Add(Text($"{summary.Mean:N1}") + (summary.Deviation is { } deviation ? Text($" ± {deviation:N1}") : ""));
        }

        if (stopped > 0)
        {
            parts.Add($"{stopped} stopped");
        }

        return string.Join(", ", parts) + (setting.Chosen ? " *" : "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
