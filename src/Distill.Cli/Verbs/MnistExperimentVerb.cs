using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Experiments.Mnist;
using Distill.Runs.Results.Mnist;

namespace Distill.Cli.Verbs;

/// <summary>Section 3 of the paper.</summary>
internal static class MnistExperimentVerb
{
    public static Command Create() =>
        new PartedExperimentCommand<MnistExperiment, MnistResults>(MnistRunner.Job, MnistTable.Show)
        .ToCommand(
            "Section 3: a net of 800 units a layer that learns what one of 1200 knows, on MNIST.",
            "A thousand images, to see in seconds that everything works; the figures mean nothing.",
            "teacher.training.duration.epochs=100")
        .WithExamples(
            "distill experiment mnist                              all of it, in hours",
            "distill experiment mnist --smoke",
            "distill experiment mnist --part teacher --part students --out runs/mnist",
            "distill experiment mnist --resume runs/mnist --part temperature",
            "distill experiment mnist --part limit --set limit.temperatures=[20,200]");
}
