using System.Diagnostics;
using System.Text.Json;
using Distill.Jobs;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Experiments;

/// <summary>
/// An experiment of several parts in one run directory. Its results are written anew after each part and say which are done; a
/// run that was interrupted or killed resumes where it was, within a part by the checkpoints of its trainings.
/// </summary>
/// <typeparam name="TPlan">What is trained.</typeparam>
/// <typeparam name="TWork">What the parts share while they run.</typeparam>
/// <typeparam name="TResults">What they measure.</typeparam>
internal sealed class Experiment<TPlan, TWork, TResults> : PaperExperiment
    where TPlan : class, IExperimentPlan<TPlan>, new()
    where TResults : ExperimentResults
{
    private readonly IReadOnlyList<ExperimentPart<TPlan, TWork, TResults>> parts;
    private readonly Func<RunDirectory, TPlan, IReadOnlyCollection<string>?, JobContext, TResults> run;
    private readonly Func<TResults, Document> report;

    /// <summary>Describes an experiment.</summary>
    /// <param name="name">Its name, which people type; the file of its results is called so too.</param>
    /// <param name="help">What the help says of it.</param>
    /// <param name="parts">In their order: each after those that it needs.</param>
    /// <param name="run">Opens the data of a plan and runs parts on them.</param>
    /// <param name="report">What its results say, for people.</param>
    public Experiment(
        string name,
        ExperimentHelp help,
        IReadOnlyList<ExperimentPart<TPlan, TWork, TResults>> parts,
        Func<RunDirectory, TPlan, IReadOnlyCollection<string>?, JobContext, TResults> run,
        Func<TResults, Document> report)
    {
        (Name, Help, this.parts, this.run, this.report) = (name, help, parts, run, report);
        Parts = [.. parts.Select(part => part.Name)];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override ExperimentHelp Help { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; }

    /// <summary>What the parts share in a process that joins another one; null where its trainings cannot be shared.</summary>
    public Func<RunDirectory, TPlan, JobContext, TWork>? Joining { get; init; }

    /// <inheritdoc/>
    public override bool CanBeShared => Joining is not null;

    private string FileName => Name + ".json";

    /// <inheritdoc/>
    public override RunDirectory Create(string? path, string root, bool smoke, IEnumerable<string> changes) =>
        Create(path, root, ExperimentPlan.Changed<TPlan>(smoke, changes));

    /// <inheritdoc/>
    public override RunDirectory Reopen(string path, IReadOnlyCollection<string> changes) => Change(path, changes).Run;

    /// <inheritdoc/>
    public override ExperimentOutcome Run(
        RunDirectory run, IReadOnlyCollection<string>? parts, JobContext context) =>
        Outcome(this.run(run, RunCreation.Recipe(run, StrictJson.Read<TPlan>), parts, context));

    /// <inheritdoc/>
    public override ExperimentOutcome? Finished(RunDirectory run, IReadOnlyCollection<string>? parts)
    {
        if (!File.Exists(PathIn(run.Path)))
        {
            return null;
        }

        var results = ExperimentResults.Read<TResults>(PathIn(run.Path));
        return Wanted(parts).All(part => part.IsDone(results)) ? Outcome(results) : null;
    }

    /// <inheritdoc/>
    public override void Join(string path, IReadOnlyCollection<string>? parts, JobContext context)
    {
        var joining = Joining ?? throw new DistillException($"The trainings of {Name} cannot be shared by several processes.");
        var run = Opened(path);
        RequireSameArithmetic(run);
        foreach (var part in Wanted(parts).Where(part => part.Train is not null && Finished(run, [part.Name]) is null))
        {
            // Between two parts the plan of the later one may have been changed.
            var plan = RunCreation.Recipe(run, StrictJson.Read<TPlan>);
            plan.Validate(run.ManifestPath);
            part.Train!(joining(run, plan, context));
        }
    }

    /// <inheritdoc/>
    public override Document? DocumentIn(string folder) => File.Exists(PathIn(folder)) ? report(ExperimentResults.Read<TResults>(PathIn(folder))) : null;

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="plan">What will be trained.</param>
    /// <exception cref="DistillException">The folder cannot be made, or holds something.</exception>
    public RunDirectory Create(string? path, string root, TPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return RunCreation.At(path, root, Name, RunCreation.Manifest(RunKind.Experiment, plan, plan.Seeds));
    }

    /// <summary>Opens the run of an interrupted experiment, or one that lacks parts.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="changes">Values to change, each "path=value", in the plans of parts that are not done.</param>
    /// <exception cref="DistillException">The folder is no run of this experiment, a change is out of range or of a part that is done, or another process works on it.</exception>
    public (RunDirectory Run, TPlan Plan) Change(string path, IReadOnlyCollection<string> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var run = Opened(path);
        using var claim = run.Claim();
        var manifest = run.ReadManifest();
        var tree = StrictJson.ParseTree(manifest.Configuration.GetRawText(), run.ManifestPath);
        var before = StrictJson.Read<TPlan>(tree, run.ManifestPath);
        SetOption.Apply(tree, changes);
        var after = StrictJson.Read<TPlan>(tree, run.ManifestPath);
        after.Validate(run.ManifestPath);
        RequireSamePlans(run, before, after);
        run.WriteManifest(manifest with
        {
            Configuration = JsonSerializer.SerializeToElement(after, StrictJson.Options),
            // Nothing is done on data that a change replaces.
            Data = before.HasDataOf(after) ? manifest.Data : new Dictionary<string, Fingerprint>(),
        });
        return (run, after);
    }

    /// <summary>Runs what is not yet done of some parts.</summary>
    /// <param name="chosen">Their names; null for all. What they need runs with them, as a part of its own, so that its time is told apart.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="work">What the parts share.</param>
    /// <param name="progress">Told which part begins; null to tell no one.</param>
    /// <param name="empty">The results before any part has run.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public TResults Run(IReadOnlyCollection<string>? chosen, TPlan plan, RunDirectory run, TWork work, IProgress<WorkProgress>? progress, TResults empty)
    {
        var results = File.Exists(PathIn(run.Path)) ? ExperimentResults.Read<TResults>(PathIn(run.Path)) : empty;
        var wanted = Wanted(chosen);
        foreach (var (number, part) in wanted.Index())
        {
            if (!part.IsDone(results))
            {
                progress?.Report(new WorkProgress($"part {part.Name}", 0, 1, "parts") { Stage = ("parts", number + 1, wanted.Count) });
                results = Timed(part, plan, run, work, results);
            }
        }

        return results;
    }

    private string PathIn(string folder) => Path.Combine(folder, FileName);

    private ExperimentOutcome Outcome(TResults results) => new(report(results), JsonSerializer.SerializeToElement(results, RunJson.Options));

    // Who trains what must change no bit.
    private static void RequireSameArithmetic(RunDirectory run)
    {
        var manifest = run.ReadManifest();
        var (here, there) = (MachineInfo.Current().Processor, manifest.Machine.Processor);
        ProblemList.ThrowIfAny($"{run.Path} was begun otherwise", new ProblemList
        {
            { here != there, $"on {there}, and this is {here}, which may round otherwise; join on the same kind of processor" },
            { RunVersions.Commit != manifest.Commit, $"by a program of commit {manifest.Commit ?? "unknown"}, and this is {RunVersions.Commit ?? "unknown"}; join with the same program" },
        });
    }

    private RunDirectory Opened(string path) => RunCreation.Open(path, $"'distill experiment {Name}'", RunKind.Experiment);

    // With what they need.
    private List<ExperimentPart<TPlan, TWork, TResults>> Wanted(IReadOnlyCollection<string>? chosen)
    {
        var wanted = (chosen ?? Parts).ToHashSet(StringComparer.Ordinal);
        foreach (var part in parts.Reverse().Where(part => wanted.Contains(part.Name)))
        {
            wanted.UnionWith(part.Needs);
        }

        return [.. parts.Where(part => wanted.Contains(part.Name))];
    }

    private void RequireSamePlans(RunDirectory run, TPlan before, TPlan after)
    {
        if (!File.Exists(PathIn(run.Path)))
        {
            return;
        }

        var results = ExperimentResults.Read<TResults>(PathIn(run.Path));
        var changed = parts
            .Where(part => part.IsDone(results) && (!before.HasDataOf(after) || StrictJson.Write(part.Plan(before)) != StrictJson.Write(part.Plan(after))))
            .Select(part => part.Name)
            .ToList();
        if (changed.Count > 0)
        {
            throw new DistillException(
                $"{run.Path} has done {string.Join(", ", changed)} by another plan; change only parts that are not done, or start a run of its own.");
        }
    }

    // What an interrupted part took counts too.
    private TResults Timed(ExperimentPart<TPlan, TWork, TResults> part, TPlan plan, RunDirectory run, TWork work, TResults results)
    {
        var watch = Stopwatch.StartNew();
        var after = results;
        try
        {
            after = part.Run(work, results);
        }
        finally
        {
            var minutes = after.MinutesByPart.ToDictionary();
            minutes[part.Name] = minutes.GetValueOrDefault(part.Name) + watch.Elapsed.TotalMinutes;
            var manifest = run.ReadManifest();
            after = (TResults)after.Took(
                minutes,
                new ExperimentProvenance(
                    Commands(after, part), manifest.Versions, manifest.Machine, plan.Seeds, DateTimeOffset.UtcNow));
            RunJson.Write(PathIn(run.Path), after);
            report(after).Write(run.DocumentPath);
        }

        return after;
    }

    private static IReadOnlyList<ExperimentCommand> Commands(TResults results, ExperimentPart<TPlan, TWork, TResults> part)
    {
        var before = results.Provenance?.Commands ?? [];
        if (!part.IsDone(results))
        {
            return before;
        }

        var now = new ExperimentCommand(string.Join(' ', ThisCommand.Line), [part.Name], RunVersions.Commit);
        return before.Count > 0 && before[^1] is var last && (last.Command, last.Commit) == (now.Command, now.Commit)
            ? [.. before.SkipLast(1), last with { Parts = [.. last.Parts, part.Name] }]
            : [.. before, now];
    }
}
