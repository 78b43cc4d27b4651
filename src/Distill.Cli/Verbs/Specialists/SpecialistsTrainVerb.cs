using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.SpecialistJobs;
using Distill.Reports;

namespace Distill.Cli.Verbs;

/// <summary>Trains the specialists of a run, beside any number of processes that do the same.</summary>
internal static class SpecialistsTrainVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that 'distill specialists assign' made. Any number of processes, on all machines that share it, may train in it at once." };
        var specialist = new Option<int?>("--specialist") { Description = "Only this one, by its number from 1.", HelpName = "K" };
        var part = PartOption.Create("the specialists");
        var tensorBoard = TensorBoardOption.Create();
        var command = new Command("train", "Train specialists, one by one, that no other process has; start it again to go on.") { run, specialist, part, tensorBoard };
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(run);
            var share = parsed.Part(part);
            if (share is not null)
            {
                parsed.Refuse("beside --part, which says which are trained", specialist);
            }

            var outcome = new FolderWork(path, CommandText.Same()).Do(screen, progress =>
            {
                var context = progress.Context(cancellationToken).WithTensorBoard(parsed.GetValue(tensorBoard));
                return share is { } mine ? TrainSpecialistsJob.RunPart(path, mine, context) : TrainSpecialistsJob.Run(path, parsed.GetValue(specialist), context);
            });
            ReportWriter.Write(path);
            screen.WriteJson(outcome);
            Say("Trained", outcome.Trained);
            Say("Trained before, or by another process", outcome.Done);
            Say("Another process has", outcome.Held);
            if (outcome.Held.Count == 0 && share is null && parsed.GetValue(specialist) is null)
            {
                Screen.Say($"All are trained. Measure them with: distill specialists evaluate {path}");
            }

            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill specialists train runs/specialists",
            "distill specialists train runs/specialists --specialist 3",
            "distill specialists train runs/specialists --part 3/61");
    }

    private static void Say(string what, IReadOnlyList<int> specialists)
    {
        if (specialists.Count > 0)
        {
            Screen.Say($"{what}: {string.Join(", ", specialists)}");
        }
    }
}
