using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Experiments.Speech;
using Distill.Runs.Results.Speech;

namespace Distill.Cli.Verbs;

/// <summary>Section 4 of the paper.</summary>
internal static class SpeechExperimentVerb
{
    public static Command Create() =>
        new PartedExperimentCommand<SpeechExperiment, SpeechResults>(SpeechRunner.Job, SpeechTable.Show)
        .ToCommand(
            "Section 4: an ensemble of acoustic models distilled into one, on Arabic Speech Commands.",
            "Made-up words, to see in seconds that everything works; the figures mean nothing.",
            "students.hardWeight=0.1")
        .WithExamples(
            "distill experiment speech                             all of it, in less than two hours",
            "distill experiment speech --smoke",
            "distill experiment speech --part ensemble --out runs/speech",
            "distill experiment speech --resume runs/speech --part distilled");
}
