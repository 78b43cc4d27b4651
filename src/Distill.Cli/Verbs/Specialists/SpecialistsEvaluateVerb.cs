using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.SpecialistJobs;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>Measures a generalist against its combination with its specialists.</summary>
internal static class SpecialistsEvaluateVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of the specialists, all of which are trained." };
        var topClasses = new Option<int?>("--top-classes") { Description = "How many of the generalist's most probable classes call their specialists (default: as the run says, by custom 1).", HelpName = "N" };
        var data = new Option<string?>("--data") { Description = "Other data with the same classes; the default is the run's own.", HelpName = "NAME|PATH" };
        var reading = new ReadingOptions();
        var command = new Command("evaluate", "Measure a model against its combination with its specialists.") { run, topClasses, data };
        reading.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            if (parsed.GetValue(data) is null)
            {
                parsed.Refuse("without --data: the run's own data are read as the run says", reading.All);
            }

            var path = parsed.GetRequiredValue(run);
            var scores = new FolderWork(path, CommandText.Same()).Do(screen, progress =>
            {
                CombinationJob.Run(path, parsed.GetValue(topClasses), parsed.GetValue(data), reading.Parse(parsed), progress.Context(cancellationToken));
                return CombinationScores.Read(RunDirectory.Open(path).CombinationPath);
            });
            var report = ReportWriter.Write(path);
            screen.WriteJson(scores);
            CombinationTable.Show(scores, screen);
            Screen.Say($"Report: {report}");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill specialists evaluate runs/specialists",
            "distill specialists evaluate runs/specialists --top-classes 2 --data more-photos/ --json");
    }
}
