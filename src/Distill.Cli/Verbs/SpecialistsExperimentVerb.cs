using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Experiments.Specialists;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>Section 5 of the paper.</summary>
internal static class SpecialistsExperimentVerb
{
    public static Command Create() =>
        new PartedExperimentCommand<SpecialistsExperiment, SpecialistsResults>(SpecialistsRunner.Job, SpecialistsTable.Show)
        .ToCommand(
            "Section 5: a generalist, specialists on the classes that it confuses, and one net that learns from all, on Tiny ImageNet.",
            "Made-up glyphs, to see in seconds that everything works; the figures mean nothing.",
            "specialists.count=20")
        .WithExamples(
            "distill experiment specialists                        all of it, in hours",
            "distill experiment specialists --smoke",
            "distill experiment specialists --part specialists --out runs/specialists",
            "distill experiment specialists --resume runs/specialists --part distilled",
            "distill experiment specialists --set seeds=[1] --set specialists.count=20");
}
