using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Verbs;

namespace Distill.Cli;

/// <summary>All verbs with their options.</summary>
internal static class CommandTree
{
    private const string Begin = "Begin", Train = "Train and distil", Ship = "Measure and ship", Paper = "Hinton, Vinyals and Dean (2015)";

    public static RootCommand Build()
    {
        var root = new RootCommand("Distills large models and ensembles into small ones that you ship.")
        {
            VerbAction.Json,
            VerbAction.Verbose,
            QuickstartVerb.Create().In(Begin),
            StudioVerb.Create().In(Begin),
            DataVerb.Create().In(Begin),
            DoctorVerb.Create().In(Begin),
            TrainVerb.Create().In(Train),
            LabelVerb.Create().In(Train),
            SweepVerb.Create().In(Train),
            RunVerb.Create().In(Train),
            SpecialistsVerb.Create().In(Train),
            HeadVerb.Create().In(Train),
            VectorsVerb.Create().In(Train),
            ImportVerb.Create().In(Train),
            ClusterVerb.Create().In(Train),
            EvaluateVerb.Create().In(Ship),
            PredictVerb.Create().In(Ship),
            RunsVerb.Create().In(Ship),
            CompareVerb.Create().In(Ship),
            ReportVerb.Create().In(Ship),
            ExportVerb.Create().In(Ship),
            ExperimentVerb.Create().In(Paper),
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
