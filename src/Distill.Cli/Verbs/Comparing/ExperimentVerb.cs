using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Reports;
using Distill.Runs;
using Experiments;

namespace Distill.Cli.Verbs;

/// <summary>The experiments of the paper, each a verb below this one.</summary>
internal static class ExperimentVerb
{
    public static Command Create()
    {
        var command = new Command("experiment", "Run an experiment of the paper, and put its numbers beside the paper's.");
        foreach (var experiment in PaperExperiments.All)
        {
            command.Add(Of(experiment));
        }

        return command.WithExamples("distill experiment mnist --smoke", "distill experiment mnist --part teacher --out runs/mnist");
    }

    private static Command Of(PaperExperiment experiment)
    {
        var parts = new Option<string[]>("--part")
        {
            Description = $"Only this part: {string.Join(", ", experiment.Parts.SkipLast(1))} or {experiment.Parts[^1]}. May be repeated; the default is all.",
            HelpName = "PART",
        };
        var resume = new Option<string?>("--resume") { Description = "Resume an interrupted run, or add parts to it.", HelpName = "RUN" };
        var set = new Option<string[]>("--set") { Description = $"Change a value, for example {experiment.Help.Change}. May be repeated.", HelpName = "PATH=VALUE" };
        var smoke = new Option<bool>("--smoke") { Description = experiment.Help.Smoke };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var tensorBoard = TensorBoardOption.Create();
        var join = new Option<bool>("--join") { Description = "Train what the process that works on the run has not begun. That process measures." };
        var command = new Command(experiment.Name, experiment.Help.Description) { parts, resume, set, smoke, output, runs, tensorBoard };
        if (experiment.CanBeShared)
        {
            command.Add(join);
        }

        command.Runs((parsed, screen, cancellationToken) =>
        {
            var chosen = Chosen(experiment, parsed.GetValue(parts));
            OutputOptions.RefuseTwoPlaces(parsed, resume, null, runs);
            OutputOptions.RefuseTwoPlaces(parsed, null, output, runs);
            if (experiment.CanBeShared && parsed.GetValue(join))
            {
                parsed.Refuse("beside --join, which takes the run as it is", set, smoke, output, tensorBoard);
                return Join(experiment, parsed.GetValue(resume) ?? throw new DistillException("--join needs the run: --resume RUN."), chosen, screen, cancellationToken);
            }

            var run = parsed.GetValue(resume) is not { } interrupted
                ? experiment.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), parsed.GetValue(smoke), parsed.GetValue(set) ?? [])
                : !parsed.GetValue(smoke) && parsed.GetValue(output) is null
                    ? experiment.Reopen(interrupted, parsed.GetValue(set) ?? [])
                    : throw new DistillException("--resume takes the experiment that is in the run; leave out --smoke and --out.");
            var resumed = new[] { "experiment", experiment.Name, "--resume", run.Path }.Concat((chosen ?? []).SelectMany(part => new[] { parts.Name, part }));
            var outcome = new FolderWork(run.Path, CommandText.Of(resumed)).Finish(
                screen,
                () => experiment.Finished(run, chosen),
                progress => experiment.Run(run, chosen, progress.Context(cancellationToken).WithTensorBoard(parsed.GetValue(tensorBoard))));
            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(outcome.Results);
            DocumentText.Show(outcome.Document, screen);
            Screen.Say($"Report: {report}");
            return ExitCode.Done;
        });
        return command.WithExamples([.. experiment.Help.Examples]);
    }

    private static int Join(PaperExperiment experiment, string run, IReadOnlyCollection<string>? parts, Screen screen, CancellationToken cancellationToken)
    {
        new FolderWork(run, CommandText.Same()).Do(screen, progress =>
        {
            experiment.Join(run, parts, progress.Context(cancellationToken));
            return ExitCode.Done;
        });
        screen.WriteJson(new { Run = run });
        Screen.Say($"All is trained. Measured by: distill experiment {experiment.Name} --resume {run}");
        return ExitCode.Done;
    }

    private static IReadOnlyCollection<string>? Chosen(PaperExperiment experiment, string[]? names) =>
        (names ?? []).FirstOrDefault(name => !experiment.Parts.Contains(name)) is { } wrong
            ? throw new DistillException($"--part {wrong}: expected {string.Join(", ", experiment.Parts)}.{NearMiss.Question(wrong, experiment.Parts)}")
            : names is { Length: > 0 } ? names : null;
}
