using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Cli.Verbs;

/// <summary>What <c>quickstart</c> and <c>run</c> share: the comparison with its progress, its report and the table of its rows.</summary>
internal static class ComparisonCommand
{
    public static int Run(RunDirectory run, Recipe recipe, bool tensorBoard, Screen screen, CancellationToken cancellationToken)
    {
        var verb = run.ReadManifest().Kind == RunKind.Quickstart ? "quickstart" : "run";
        var outcome = new FolderWork(run.Path, CommandText.Of(verb, "--resume", run.Path)).Finish(
            screen,
            () => ComparisonJob.Finished(run),
            progress => ComparisonJob.Run(run, recipe, progress.Context(cancellationToken).WithTensorBoard(tensorBoard)));
        if (RunDirectory.IsRun(run.SpecialistsPath))
        {
            ReportWriter.Write(run.SpecialistsPath);
        }

        // A run of an earlier version that is done has no document.
        ComparisonJob.WriteDocument(run.Path);
        var report = ReportWriter.Write(run.Path);
        screen.WriteJson(ComparisonSummary.Of(outcome.Comparison, report, outcome.ModelPath, outcome.Seconds));
        DocumentText.ShowShort(Document.Read(run.DocumentPath), screen);
        Screen.Say($"Report: {report}");
        Screen.Say($"Model:  {outcome.ModelPath}");
        NextSteps.OfModel(run.Path, outcome.ModelPath);
        return ExitCode.Done;
    }

    /// <summary>Trains one part of the members, as far as that is possible now.</summary>
    public static int RunPart(RunDirectory run, Recipe recipe, WorkPart part, bool tensorBoard, Screen screen, CancellationToken cancellationToken)
    {
        var resume = CommandText.Of("run", "--resume", run.Path);
        var done = ComparisonJob.Finished(run) is not null;
        var awaited = done
            ? null
            : new FolderWork(run.Path, $"{resume} --part {part}").Do(
                screen, progress => ComparisonJob.RunPart(run, recipe, part, progress.Context(cancellationToken).WithTensorBoard(tensorBoard)));
        screen.WriteJson(new { run = run.Path, part = $"{part}", awaited });
        Screen.Say(done ? $"Already done: {run.Path}"
            : awaited is null ? $"All members are trained. Test them with: {resume}"
            : $"Part {part} is done as far as it can be; awaited are {awaited}. Repeat all parts once they are done.");
        return ExitCode.Done;
    }
}
