using System.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>The experiments of the paper, each a verb below this one.</summary>
internal static class ExperimentVerb
{
    public static Command Create() => new("experiment", "Run an experiment of the paper, and put its numbers beside the paper's.")
    {
        MnistExperimentVerb.Create(),
    };
}
