using Distill.Experiments.Parts;
using Distill.Runs;
using Distill.Runs.Results.Speech;

namespace Distill.Experiments.Speech;

/// <summary>
/// Runs parts of the experiment in a run directory. regularizer.json is written anew after each part and says which are done; a
/// run that was interrupted or killed goes on where it was, within a part by the checkpoints of its trainings.
/// </summary>
public static class RegularizerRunner
{
    private const string Labels = "labels", Full = "full";

    /// <summary>The names of the parts, in their order.</summary>
    public static IReadOnlyList<string> Parts => Experiment.Names;

    internal static PartedExperiment<RegularizerExperiment, SpeechWork<RegularizerExperiment>, RegularizerResults> Experiment { get; } = new(
        "regularizer",
        run => run.RegularizerPath,
        [
            new(Labels, [], plan => plan.Labels, results => results.Alignment is not null, LabelsPart.Run),
            new(Full, [Labels], plan => plan.Full, results => results.Full is not null, RegularizerParts.Everything),
            new("share", [Full], plan => Own(plan) with { Shares = [], ShareSeeds = [] }, results => results.Soft3 is not null, RegularizerParts.Share),
            new("shares", [Full], Own, results => results.ByShare is not null, RegularizerParts.Shares),
        ]);

    /// <summary>All of it, as a command runs it.</summary>
    public static ExperimentJob<RegularizerExperiment, RegularizerResults> Job { get; } = new(
        Experiment,
        (run, plan, parts, progress, cancellation) => ExperimentRun.On(
            run,
            () => SpeechRecordings.Open(plan.Data, strings: null, speeds: [], progress, cancellation),
            recordings => recordings.Fingerprints(),
            recordings => Run(plan, parts, run, recordings, progress, cancellation)));

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all. Those that they need run first.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="recordings">The recordings; their strings are not looked at.</param>
    /// <param name="progress">Told of every training.</param>
    /// <param name="cancellation">Stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call goes on.</exception>
    internal static RegularizerResults Run(
        RegularizerExperiment experiment,
        IReadOnlyCollection<string>? parts,
        RunDirectory run,
        SpeechRecordings recordings,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        experiment.Validate("the experiment");
        var work = new SpeechWork<RegularizerExperiment>(experiment, experiment.Labels, experiment.Network, run, recordings, progress, cancellation);
        return Experiment.Run(parts, experiment, run, work, new RegularizerResults
        {
            Smoke = experiment.IsSmoke,
            Data = SpeechWork<RegularizerExperiment>.Describe(experiment.Data, recordings),
            States = work.States.Count,
            Network = work.Network,
        });
    }

    // What the nets on shares depend on beside the nets on everything.
    private static RegularizerExperiment Own(RegularizerExperiment plan) => plan with { Full = new() };
}
