using Distill.Experiments.Parts;
using Distill.Runs;
using Distill.Runs.Results.Speech;

namespace Distill.Experiments.Speech;

/// <summary>The experiment of section 6 with its run directory, from opening the recordings to regularizer.json.</summary>
public static class RegularizerJob
{
    /// <summary>The experiment with single values changed.</summary>
    /// <param name="smoke">Whether in its short form, whose figures mean nothing.</param>
    /// <param name="overrides">Each "path=value", for example "share=0.05".</param>
    /// <exception cref="DistillException">A path does not exist, or a value is out of range.</exception>
    public static RegularizerExperiment Plan(bool smoke, IEnumerable<string> overrides) => ExperimentPlan.Changed<RegularizerExperiment>(smoke, overrides);

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="experiment">What will be trained.</param>
    /// <exception cref="DistillException">The folder cannot be made, or holds something.</exception>
    public static RunDirectory Create(string? path, string root, RegularizerExperiment experiment) => RegularizerRunner.Experiment.Create(path, root, experiment);

    /// <summary>Opens the run of an interrupted experiment, or one that lacks parts.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="overrides">Values to change, each "path=value", in the plans of parts that are not done.</param>
    /// <exception cref="DistillException">The folder is no run of this experiment, or a change is out of range or of a part that is done.</exception>
    public static (RunDirectory Run, RegularizerExperiment Experiment) Reopen(string path, IReadOnlyCollection<string> overrides) =>
        RegularizerRunner.Experiment.Reopen(path, overrides);

    /// <summary>Runs parts of the experiment, or goes on with them, and writes regularizer.json.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="experiment">What is trained.</param>
    /// <param name="parts">Which parts, null for all; those that are done are not done again.</param>
    /// <param name="progress">Told of the work.</param>
    /// <param name="cancellation">Stops at the next checkpoint.</param>
    /// <exception cref="DistillException">Recordings, plans or numbers are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call goes on.</exception>
    public static RegularizerResults Run(
        RunDirectory run, RegularizerExperiment experiment, IReadOnlyCollection<string>? parts, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(experiment);
        return ExperimentRun.On(
            run,
            () => SpeechRecordings.Open(experiment.Data, strings: null, progress, cancellation),
            recordings => recordings.Fingerprints(),
            recordings => RegularizerRunner.Run(experiment, parts, run, recordings, progress, cancellation));
    }
}
