using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Experiments.Mnist;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Results.Mnist;

namespace Distill.Cli.Verbs;

/// <summary>Section 3 of the paper.</summary>
internal static class MnistExperimentVerb
{
    public static Command Create()
    {
        var parts = new Option<string[]>("--part")
        {
            Description = "Only this part: teacher, students, temperature, omitted, limit or ensemble. May be repeated; the default is all.",
            HelpName = "PART",
        };
        var resume = new Option<string?>("--resume") { Description = "Go on with an interrupted run, or add parts to it.", HelpName = "RUN" };
        var set = new Option<string[]>("--set") { Description = "Change a value, for example teacher.training.duration.epochs=100. May be repeated.", HelpName = "PATH=VALUE" };
        var smoke = new Option<bool>("--smoke") { Description = "A thousand images, to see in seconds that everything works; the figures mean nothing." };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var command = new Command("mnist", "Section 3: a net of 800 units a layer that learns what one of 1200 knows, on MNIST.")
        {
            parts, resume, set, smoke, output, runs,
        };
        command.Runs((parsed, screen, cancellation) =>
        {
            var chosen = Chosen(parsed.GetValue(parts));
            var (run, experiment) = parsed.GetValue(resume) is not { } interrupted
                ? Start()
                : !parsed.GetValue(smoke) && parsed.GetValue(output) is null
                    ? MnistJob.Reopen(interrupted, parsed.GetValue(set) ?? [])
                    : throw new DistillException("--resume goes on with the experiment that is in the run; leave out --smoke and --out.");
            MnistResults results;
            try
            {
                using var progress = screen.Progress();
                results = MnistJob.Run(run, experiment, chosen, progress, cancellation);
            }
            catch (OperationCanceledException)
            {
                Screen.Say($"Interrupted; go on with: distill experiment mnist --resume {run.Path}");
                throw;
            }

            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(results);
            MnistTable.Show(results, screen);
            Screen.Say($"Run:    {run.Path}");
            Screen.Say($"Report: {report}");
            return ExitCode.Done;

            (RunDirectory Run, MnistExperiment Experiment) Start()
            {
                var plan = MnistJob.Plan(parsed.GetValue(smoke), parsed.GetValue(set) ?? []);
                return (MnistJob.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), plan), plan);
            }
        });
        return command.WithExamples(
            "distill experiment mnist                              all of it, in hours",
            "distill experiment mnist --smoke",
            "distill experiment mnist --part teacher --part students --out runs/mnist",
            "distill experiment mnist --resume runs/mnist --part temperature",
            "distill experiment mnist --part limit --set limit.temperatures=[20,200]");
    }

    private static IReadOnlyCollection<MnistPart> Chosen(string[]? parts) =>
        parts is { Length: > 0 } ? [.. parts.Select(Part)] : Enum.GetValues<MnistPart>();

    private static MnistPart Part(string text)
    {
        var names = Enum.GetNames<MnistPart>().Select(name => name.ToLowerInvariant()).ToList();
        return names.Contains(text)
            ? Enum.Parse<MnistPart>(text, ignoreCase: true)
            : throw new DistillException($"--part {text}: expected {string.Join(", ", names)}.{NearMiss.Question(text, names)}");
    }
}
