using Distill.Jobs;
using Distill.Runs;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>
/// Runs parts of the experiment in a run directory. regularizer.json is written anew after each part and says which are done; a
/// run that was interrupted or killed resumes where it was, within a part by the checkpoints of its trainings.
/// </summary>
internal static class RegularizerRunner
{
    private const string Labels = "labels", Full = "full";

    /// <summary>The names of the parts, in their order.</summary>
    public static IReadOnlyList<string> Parts => Experiment.Parts;

    internal static Experiment<RegularizerExperiment, SpeechWork<RegularizerExperiment>, RegularizerResults> Experiment { get; } = new(
        "regularizer",
        new ExperimentHelp(
            "Section 6: 3 % of the data, with labels and with soft targets of a net that had all, on Arabic Speech Commands.",
            "Made-up words, to see in seconds that everything works; the figures mean nothing.",
            "share=0.05",
            [
                "distill experiment regularizer                        all of it, in about an hour and a half",
                "distill experiment regularizer --smoke",
                "distill experiment regularizer --part share --out runs/regularizer",
                "distill experiment regularizer --set share=0.05",
            ]),
        [
            new(Labels, [], plan => plan.Labels, results => results.Alignment is not null, (work, results) => results with { Alignment = work.Labels.Alignment }),
            new(Full, [Labels], plan => plan.Full, results => results.Full is not null, RegularizerParts.Everything),
            new("share", [Full], plan => Own(plan) with { Shares = [], ShareSeeds = [] }, results => results.Units is not null, RegularizerParts.Share),
            new("shares", [Full], Own, results => results.ByShare is not null, RegularizerParts.Shares),
        ],
        (run, plan, parts, context) => ExperimentRun.On(
            run,
            () => SpeechRecordings.Open(plan.Data, strings: null, speeds: [], context),
            recordings => recordings.Fingerprints(),
            recordings => Run(plan, parts, run, recordings, context)),
        RegularizerReport.Of);

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all. Those that they need run first.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="recordings">The recordings; their strings are not looked at.</param>
    /// <param name="context">Told of every training; its token stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static RegularizerResults Run(
        RegularizerExperiment experiment,
        IReadOnlyCollection<string>? parts,
        RunDirectory run,
        SpeechRecordings recordings,
        JobContext context)
    {
        experiment.Validate("the experiment");
        var work = new SpeechWork<RegularizerExperiment>(experiment, experiment.Labels, experiment.Network, run, recordings, context);
        return Experiment.Run(parts, experiment, run, work, context.Progress, new RegularizerResults
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
