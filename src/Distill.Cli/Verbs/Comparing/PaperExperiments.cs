using Descendants;
using Distill.Runs;
using Distill.Runs.Documents;
using Experiments;
using Hinton2015.Mnist;
using Hinton2015.Regularizer;
using Hinton2015.Specialists;
using Hinton2015.Speech;

namespace Distill.Cli.Verbs;

/// <summary>The experiments of papers.</summary>
internal static class PaperExperiments
{
    /// <summary>Those of Hinton, Vinyals and Dean in the order of its sections, then what came after.</summary>
    public static IReadOnlyList<PaperExperiment> All { get; } =
    [
        MnistRunner.Experiment, SpeechRunner.Experiment, SpecialistsRunner.Experiment, RegularizerRunner.Experiment, ObjectivesRunner.Experiment,
    ];

    /// <summary>Writes document.json anew into a run of one of the experiments; does nothing to any other folder.</summary>
    /// <param name="runDirectory">The folder.</param>
    /// <exception cref="DistillException">The results are damaged, or the file cannot be written.</exception>
    public static void WriteDocument(string runDirectory)
    {
        if (RunDirectory.IsRun(runDirectory) && All.Select(experiment => experiment.DocumentIn(runDirectory)).OfType<Document>().FirstOrDefault() is { } document)
        {
            document.Write(RunDirectory.Open(runDirectory).DocumentPath);
        }
    }
}
