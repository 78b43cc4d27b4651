using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Verbs;

namespace Distill.Cli;

/// <summary>All verbs with their options.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Distills large models and ensembles into small ones that you ship.")
        {
            VerbAction.Json,
            VerbAction.Verbose,
            QuickstartVerb.Create(),
            RunVerb.Create(),
            DataVerb.Create(),
            TrainVerb.Create(),
            SweepVerb.Create(),
            LabelVerb.Create(),
            SpecialistsVerb.Create(),
            ClusterVerb.Create(),
            EvaluateVerb.Create(),
            PredictVerb.Create(),
            ExportVerb.Create(),
            ImportVerb.Create(),
            HeadVerb.Create(),
            ExperimentVerb.Create(),
            ReportVerb.Create(),
            RunsVerb.Create(),
            CompareVerb.Create(),
            StudioVerb.Create(),
            DoctorVerb.Create(),
            TryTorchScriptVerb.Create(),
        };
        root.WithExamples(
            "distill quickstart                        the whole story on Fashion-MNIST, in minutes",
            "distill data list                         the data sets that are known",
            "distill train --data mnist --network mlp:800,800",
            "distill train --data mnist --network mlp:100 --teacher teacher.safetensors --temperature 4",
            "distill VERB --help                       all options of a verb, with examples");
        Examples.Install(root);
        OptionValues.Install(root);
        return root;
    }
}
