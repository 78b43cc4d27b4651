using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Experiments.Parts;
using Distill.Reports;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The verb of an experiment of several parts in one run directory.</summary>
/// <typeparam name="TPlan">What is trained.</typeparam>
/// <typeparam name="TResults">What is measured.</typeparam>
/// <param name="Job">The experiment.</param>
/// <param name="Show">Prints the results as tables.</param>
internal sealed record PartedExperimentCommand<TPlan, TResults>(ExperimentJob<TPlan, TResults> Job, Action<TResults, Screen> Show)
    where TPlan : class, IExperimentPlan<TPlan>, new()
    where TResults : class
{
    /// <summary>Makes the verb.</summary>
    /// <param name="description">What the experiment is.</param>
    /// <param name="smokeDescription">What its short form is.</param>
    /// <param name="change">A value that people change, "path=value".</param>
    public Command ToCommand(string description, string smokeDescription, string change)
    {
        var parts = new Option<string[]>("--part")
        {
            Description = $"Only this part: {string.Join(", ", Job.Parts.SkipLast(1))} or {Job.Parts[^1]}. May be repeated; the default is all.",
            HelpName = "PART",
        };
        var resume = new Option<string?>("--resume") { Description = "Go on with an interrupted run, or add parts to it.", HelpName = "RUN" };
        var set = new Option<string[]>("--set") { Description = $"Change a value, for example {change}. May be repeated.", HelpName = "PATH=VALUE" };
        var smoke = new Option<bool>("--smoke") { Description = smokeDescription };
        var output = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var runs = OutputOptions.Root();
        var command = new Command(Job.Name, description) { parts, resume, set, smoke, output, runs };
        command.Runs((parsed, screen, cancellation) =>
        {
            var chosen = Chosen(parsed.GetValue(parts));
            OutputOptions.RefuseTwoPlaces(parsed, resume, null, runs);
            OutputOptions.RefuseTwoPlaces(parsed, null, output, runs);
            var (run, plan) = parsed.GetValue(resume) is not { } interrupted
                ? Start()
                : !parsed.GetValue(smoke) && parsed.GetValue(output) is null
                    ? Job.Reopen(interrupted, parsed.GetValue(set) ?? [])
                    : throw new DistillException("--resume goes on with the experiment that is in the run; leave out --smoke and --out.");
            var resumed = new[] { "experiment", Job.Name, "--resume", run.Path }.Concat((chosen ?? []).SelectMany(part => new[] { parts.Name, part }));
            var results = new FolderWork(run.Path, CommandText.Of(resumed)).Finish(
                screen, () => Job.Finished(run, chosen), progress => Job.Run(run, plan, chosen, progress, cancellation));
            var report = ReportWriter.Write(run.Path);
            screen.WriteJson(results);
            Show(results, screen);
            Screen.Say($"Report: {report}");
            return ExitCode.Done;

            (RunDirectory Run, TPlan Plan) Start()
            {
                var made = Job.Plan(parsed.GetValue(smoke), parsed.GetValue(set) ?? []);
                return (Job.Create(parsed.GetValue(output), parsed.GetRequiredValue(runs), made), made);
            }
        });
        return command;
    }

    private IReadOnlyCollection<string>? Chosen(string[]? names) =>
        (names ?? []).FirstOrDefault(name => !Job.Parts.Contains(name)) is { } wrong
            ? throw new DistillException($"--part {wrong}: expected {string.Join(", ", Job.Parts)}.{NearMiss.Question(wrong, Job.Parts)}")
            : names is { Length: > 0 } ? names : null;
}
