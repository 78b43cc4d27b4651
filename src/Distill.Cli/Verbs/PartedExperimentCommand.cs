using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Reports;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The verb of an experiment of several parts in one run directory.</summary>
/// <typeparam name="TPlan">What is trained.</typeparam>
/// <typeparam name="TResults">What is measured.</typeparam>
/// <param name="Name">The experiment's name.</param>
/// <param name="Parts">The names of its parts.</param>
/// <param name="Plan">The plan: whether in short form, and the values that are changed.</param>
/// <param name="Create">Makes the run: its own folder or null, the folder for runs, the plan.</param>
/// <param name="Reopen">Opens a run to go on with, and the values that are changed.</param>
/// <param name="Run">Runs some parts, null for all.</param>
/// <param name="Show">Prints the results as tables.</param>
internal sealed record PartedExperimentCommand<TPlan, TResults>(
    string Name,
    IReadOnlyList<string> Parts,
    Func<bool, IEnumerable<string>, TPlan> Plan,
    Func<string?, string, TPlan, RunDirectory> Create,
    Func<string, IReadOnlyCollection<string>, (RunDirectory Run, TPlan Plan)> Reopen,
    Func<RunDirectory, TPlan, IReadOnlyCollection<string>?, IProgress<WorkProgress>?, CancellationToken, TResults> Run,
    Action<TResults, Screen> Show)
{
    /// <summary>Makes the verb.</summary>
    /// <param name="description">What the experiment is.</param>
    /// <param name="smokeDescription">What its short form is.</param>
    /// <param name="change">A value that people change, "path=value".</param>
    public Command ToCommand(string description, string smokeDescription, string change)
    {
        var parts = new Option<string[]>("--part")
        {
            Description = $"Only this part: {string.Join(", ", Parts.SkipLast(1))} or {Parts[^1]}. May be repeated; the default is all.",
            HelpName = "PART",
        };
        var resume = new Option<string?>("--resume") { Description = "Go on with an interrupted run, or add parts to it.", HelpName = "RUN" };
        var set = new Option<string[]>("--set") { Description = $"Change a value, for example {change}. May be repeated.", HelpName = "PATH=VALUE" };
        var smoke = new Option<bool>("--smoke") { Description = smokeDescription };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var command = new Command(Name, description) { parts, resume, set, smoke, output, runs };
        command.Runs((parsed, screen, cancellation) =>
        {
            var chosen = Chosen(parsed.GetValue(parts));
            var (run, plan) = parsed.GetValue(resume) is not { } interrupted
                ? Start()
                : !parsed.GetValue(smoke) && parsed.GetValue(output) is null
                    ? Reopen(interrupted, parsed.GetValue(set) ?? [])
                    : throw new DistillException("--resume goes on with the experiment that is in the run; leave out --smoke and --out.");
            TResults results;
            try
            {
                using var progress = screen.Progress();
                results = Run(run, plan, chosen, progress, cancellation);
            }
            catch (OperationCanceledException)
            {
                Screen.Say($"Interrupted; go on with: distill experiment {Name} --resume {run.Path}");
                throw;
            }

            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(results);
            Show(results, screen);
            Screen.Say($"Run:    {run.Path}");
            Screen.Say($"Report: {report}");
            return ExitCode.Done;

            (RunDirectory Run, TPlan Plan) Start()
            {
                var made = Plan(parsed.GetValue(smoke), parsed.GetValue(set) ?? []);
                return (Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), made), made);
            }
        });
        return command;
    }

    private IReadOnlyCollection<string>? Chosen(string[]? names) =>
        (names ?? []).FirstOrDefault(name => !Parts.Contains(name)) is { } wrong
            ? throw new DistillException($"--part {wrong}: expected {string.Join(", ", Parts)}.{NearMiss.Question(wrong, Parts)}")
            : names is { Length: > 0 } ? names : null;
}
