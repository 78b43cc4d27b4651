using Distill.Runs;

namespace Distill.Experiments.Parts;

/// <summary>An experiment with its run directory, from opening the data to the file of its results.</summary>
/// <typeparam name="TPlan">What is trained.</typeparam>
/// <typeparam name="TResults">What is measured.</typeparam>
public sealed class ExperimentJob<TPlan, TResults>
    where TPlan : class, IExperimentPlan<TPlan>, new()
    where TResults : class
{
    private readonly IPartedExperiment<TPlan, TResults> experiment;
    private readonly Func<RunDirectory, TPlan, IReadOnlyCollection<string>?, IProgress<WorkProgress>?, CancellationToken, TResults> run;

    internal ExperimentJob(
        IPartedExperiment<TPlan, TResults> experiment,
        Func<RunDirectory, TPlan, IReadOnlyCollection<string>?, IProgress<WorkProgress>?, CancellationToken, TResults> run) =>
        (this.experiment, this.run) = (experiment, run);

    /// <summary>The experiment's name, which people type.</summary>
    public string Name => experiment.Name;

    /// <summary>The names of the parts, in their order.</summary>
    public IReadOnlyList<string> Parts => experiment.Names;

    /// <summary>The experiment's plan with single values changed.</summary>
    /// <param name="smoke">Whether in its short form, whose figures mean nothing.</param>
    /// <param name="overrides">Each "path=value", for example "teacher.training.duration.epochs=100".</param>
    /// <exception cref="DistillException">A path does not exist, or a value is out of range.</exception>
    public TPlan Plan(bool smoke, IEnumerable<string> overrides) => ExperimentPlan.Changed<TPlan>(smoke, overrides);

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="plan">What will be trained.</param>
    /// <exception cref="DistillException">The folder cannot be made, or holds something.</exception>
    public RunDirectory Create(string? path, string root, TPlan plan) => experiment.Create(path, root, plan);

    /// <summary>Opens the run of an interrupted experiment, or one that lacks parts.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="overrides">Values to change, each "path=value", in the plans of parts that are not done.</param>
    /// <exception cref="DistillException">The folder is no run of this experiment, or a change is out of range or of a part that is done.</exception>
    public (RunDirectory Run, TPlan Plan) Reopen(string path, IReadOnlyCollection<string> overrides) => experiment.Reopen(path, overrides);

    /// <summary>The results of a run that has done some parts; null where one of them is not done.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public TResults? Finished(RunDirectory run, IReadOnlyCollection<string>? parts)
    {
        ArgumentNullException.ThrowIfNull(run);
        return experiment.Finished(run, parts);
    }

    /// <summary>Runs parts of the experiment, or goes on with them, and writes the file of its results.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="parts">Which of <see cref="Parts"/>, null for all; those that are done are not done again.</param>
    /// <param name="progress">Told of the work.</param>
    /// <param name="cancellation">Stops at the next checkpoint.</param>
    /// <exception cref="DistillException">Data, plans or numbers are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call goes on.</exception>
    public TResults Run(
        RunDirectory run, TPlan plan, IReadOnlyCollection<string>? parts, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(plan);
        return this.run(run, plan, parts, progress, cancellation);
    }
}
