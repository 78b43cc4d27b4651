using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Sweeps;
using Distill.Jobs.Training;
using Distill.Reports;

namespace Distill.Cli.Verbs;

/// <summary>Makes the report of a run again.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The run's folder." };
        var command = new Command("report", "Make report.html of a run, from its folder alone.") { run };
        command.Runs((parsed, screen, _) =>
        {
            var folder = parsed.GetRequiredValue(run);
            PaperExperiments.WriteDocument(folder);
            SweepJob.WriteDocument(folder);
            ComparisonJob.WriteDocument(folder);
            TrainJob.WriteDocument(folder);
            var path = ReportWriter.Write(folder);
            screen.WriteJson(new { report = path });
            Screen.Say($"Report: {path}");
            return ExitCode.Done;
        });
        return command.WithExamples("distill report runs/2026-03-01-141502-quickstart");
    }
}
