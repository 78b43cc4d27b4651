using System.CommandLine;
using Distill.Cli.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>The experiments of the paper, each a verb below this one.</summary>
internal static class ExperimentVerb
{
    public static Command Create() => new Command("experiment", "Run an experiment of the paper, and put its numbers beside the paper's.")
    {
        MnistExperimentVerb.Create(),
        SpeechExperimentVerb.Create(),
        SpecialistsExperimentVerb.Create(),
        RegularizerExperimentVerb.Create(),
    }.WithExamples("distill experiment mnist --smoke", "distill experiment mnist --part teacher --out runs/mnist");
}
