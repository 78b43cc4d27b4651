using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Cli.Verbs;

/// <summary>What <c>quickstart</c> and <c>run</c> share: the comparison with its progress, its report and its table.</summary>
internal static class ComparisonCommand
{
    public static int Run(RunDirectory run, Recipe recipe, Screen screen, CancellationToken cancellationToken)
    {
        var verb = run.ReadManifest().Kind == RunKind.Quickstart ? "quickstart" : "run";
        var outcome = new FolderWork(run.Path, CommandText.Of(verb, "--resume", run.Path)).Finish(
            screen,
            () => ComparisonJob.Finished(run),
            progress => ComparisonJob.Run(run, recipe, progress.Context(cancellationToken)));
        if (RunDirectory.IsRun(run.SpecialistsPath))
        {
            ReportWriter.Write(run.SpecialistsPath);
        }

        var report = ReportWriter.Write(run.Path);
        screen.WriteJson(ComparisonSummary.Of(outcome.Comparison, report, outcome.ModelPath, outcome.Seconds));
        Show(outcome.Comparison, screen);
        Screen.Say($"Report: {report}");
        Screen.Say($"Model:  {outcome.ModelPath}");
        return ExitCode.Done;
    }

    private static void Show(Comparison comparison, Screen screen)
    {
        var rows = new List<IReadOnlyList<string>>();
        if (comparison.Teacher is { } teacher)
        {
            rows.Add(
            [
                $"Teacher: {teacher.Description}", Number(comparison.Dataset.TrainExamples), Number(comparison.Dataset.TrainExamples),
                Number(teacher.Test.Errors), Fixed(teacher.Test.Nll), Percent(teacher.Test.Ece), "", Millions(teacher.MultiplyAdds),
            ]);
        }

        if (comparison.Teacher?.GeneralistErrors is { } alone)
        {
            rows.Add(["The generalist alone", Number(comparison.Dataset.TrainExamples), Number(comparison.Dataset.TrainExamples), Number(alone), "", "", "", ""]);
        }

        foreach (var row in comparison.Rows)
        {
            var deviation = row.ErrorDeviation is { } spread ? $" ± {spread.ToString("0", CultureInfo.InvariantCulture)}" : "";
            rows.Add(
            [
                row.Label, Number(row.ExamplesUsed), Number(row.LabelsUsed), Number(row.MeanErrors) + deviation,
                Fixed(row.MeanOf(test => test.Nll)), Percent(row.MeanOf(test => test.Ece)), Percent(row.MeanOf(test => test.Agreement)),
                Millions(comparison.Student.MultiplyAdds),
            ]);
        }

        screen.WriteTable(
            ["", "images", "labels", "test errors", "NLL", "calibration error", "agrees with teacher", "multiply-adds"],
            rows,
            $"{comparison.Dataset.Name}: {comparison.Student.Description} students, {comparison.Rows[0].Seeds.Count} seeds, {Number(comparison.Dataset.TestExamples)} test images");
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fixed(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double? value) => value?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "";

    private static string Millions(long? value) => (value / 1e6)?.ToString("0.00 M", CultureInfo.InvariantCulture) ?? "";
}
