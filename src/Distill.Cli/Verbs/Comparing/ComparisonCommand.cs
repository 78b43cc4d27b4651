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

        // A run of an earlier version that is done has no document.
        ComparisonJob.WriteDocument(run.Path);
        var report = ReportWriter.Write(run.Path);
        screen.WriteJson(ComparisonSummary.Of(outcome.Comparison, report, outcome.ModelPath, outcome.Seconds));
        DocumentText.ShowShort(Document.Read(run.DocumentPath), screen);
        Screen.Say($"Report: {report}");
        Screen.Say($"Model:  {outcome.ModelPath}");
        return ExitCode.Done;
    }
}
