using Distill.Jobs;
using Distill.Runs;
using Experiments;

namespace Hinton2015.Speech;

/// <summary>
/// Runs parts of the experiment in a run directory. speech.json is written anew after each part and says which are done; a run
/// that was interrupted or killed resumes where it was, within a part by the checkpoints of its trainings.
/// </summary>
internal static class SpeechRunner
{
    private const string Labels = "labels", Ensemble = "ensemble", Temperature = "temperature";

    /// <summary>The names of the parts, in their order.</summary>
    public static IReadOnlyList<string> Parts => Experiment.Parts;

    internal static Experiment<SpeechExperiment, SpeechWork<SpeechExperiment>, SpeechResults> Experiment { get; } = new(
        "speech",
        new ExperimentHelp(
            "Section 4: an ensemble of acoustic models distilled into one, on Arabic Speech Commands.",
            "Made-up words, to see in seconds that everything works; the figures mean nothing.",
            "students.hardWeight=0.1",
            [
                "distill experiment speech                             all of it, in less than two hours",
                "distill experiment speech --smoke",
                "distill experiment speech --part ensemble --out runs/speech",
                "distill experiment speech --resume runs/speech --part distilled",
            ]),
        [
            new(Labels, [], plan => plan.Labels, results => results.Alignment is not null, LabelsPart.Run),
            new(Ensemble, [Labels], plan => plan.Baseline, results => results.Ensemble is not null, EnsemblePart.Run),
            new(
                Temperature, [Ensemble], plan => plan.Students with { Seeds = [], Speeds = [], LongerSeeds = [] },
                results => results.Temperature is not null, StudentsPart.Temperatures),
            new("distilled", [Temperature], plan => plan.Students with { LongerSeeds = [] }, results => results.Distilled is not null, StudentsPart.Run),
            new("longer", [Ensemble], plan => plan.Students with { Temperatures = [], HardWeight = 0, ChoiceSeeds = [], Seeds = [] }, results => results.Longer is not null, StudentsPart.WithoutTargets),
        ],
        (run, plan, parts, context) => ExperimentRun.On(
            run,
            () => SpeechRecordings.Open(plan.Data, plan.Strings, plan.Students.Speeds, context),
            recordings => recordings.Fingerprints(),
            recordings => Run(plan, parts, run, recordings, context)),
        SpeechReport.Of);

    /// <summary>Runs what is not yet done of the parts.</summary>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all. Those that they need run first.</param>
    /// <param name="run">The directory; its run.json exists.</param>
    /// <param name="recordings">The recordings.</param>
    /// <param name="context">Told of every training; its token stops at the next checkpoint.</param>
    /// <returns>The results of all parts that are done in the directory.</returns>
    /// <exception cref="DistillException">Plans, data or numbers are not right, or the directory holds another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static SpeechResults Run(
        SpeechExperiment experiment,
        IReadOnlyCollection<string>? parts,
        RunDirectory run,
        SpeechRecordings recordings,
        JobContext context)
    {
        experiment.Validate("the experiment");
        var work = new SpeechWork<SpeechExperiment>(experiment, experiment.Labels, experiment.Network, run, recordings, context);
        return Experiment.Run(parts, experiment, run, work, context.Progress, new SpeechResults
        {
            Smoke = experiment.IsSmoke,
            Data = SpeechWork<SpeechExperiment>.Describe(experiment.Data, recordings),
            States = work.States.Count,
            Network = work.Network,
        });
    }
}
