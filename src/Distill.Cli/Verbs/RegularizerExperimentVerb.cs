using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Experiments.Speech;
using Distill.Runs.Results.Speech;

namespace Distill.Cli.Verbs;

/// <summary>Section 6 of the paper.</summary>
internal static class RegularizerExperimentVerb
{
    public static Command Create() =>
        new PartedExperimentCommand<RegularizerExperiment, RegularizerResults>(RegularizerRunner.Job, RegularizerTable.Show)
        .ToCommand(
            "Section 6: 3 % of the data, with labels and with soft targets of a net that had all, on Arabic Speech Commands.",
            "Made-up words, to see in seconds that everything works; the figures mean nothing.",
            "share=0.05")
        .WithExamples(
            "distill experiment regularizer                        all of it, in less than an hour",
            "distill experiment regularizer --smoke",
            "distill experiment regularizer --part share --out runs/regularizer",
            "distill experiment regularizer --set unit=utterances");
}
