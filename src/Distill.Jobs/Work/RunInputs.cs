using Distill.Files;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Libtorch;
using Distill.Models;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Jobs.Work;

/// <summary>What a run reads: whether it is there is found out before the run's folder is made and before any work.</summary>
internal static class RunInputs
{
    /// <summary>Looks for the device that models will compute on.</summary>
    /// <exception cref="DistillException">There is no such device here.</exception>
    public static void RequireDevice(string? device) => ComputeDevice.Use(device).Dispose();

    /// <summary>Looks for all of it; nothing is fetched or read wholly.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="models">Models, each by its file or its run's folder.</param>
    /// <param name="targets">A store of soft targets; null for none.</param>
    /// <param name="start">The model of this toolkit that a training starts from; null for none.</param>
    /// <param name="network">The architecture, which may name files; null for none.</param>
    /// <param name="unlabelled">Data that come beside the others, names or paths; null for none.</param>
    /// <param name="allClasses">Whether the store must have the teacher's answers to all classes.</param>
    /// <param name="vectors">A store of vectors; null for none.</param>
    /// <exception cref="DistillException">Something is missing, or cannot be what it should be.</exception>
    public static void Require(
        string data, DataOptions reading, IEnumerable<string> models, string? targets = null, string? start = null, NetworkSpec? network = null,
        IReadOnlyList<string>? unlabelled = null, bool allClasses = false, string? vectors = null)
    {
        DataSets.Require(data, reading);
        UnlabelledExamples.Require(unlabelled ?? [], reading);
        ModelPath.Require(models);
        network?.WithPaths(path => Path.Exists(path) ? path : throw new DistillException($"{path} does not exist; the network names it."));
        if (start is not null)
        {
            using var file = SafeTensorsFile.Open(ModelPath.Of(start));
        }

        if (targets is not null)
        {
            using var store = SoftTargetStore.Open(targets, checkContent: false);
            store.RequireTargets();
            if (allClasses && store.Plan.TopK is { } kept)
            {
                throw new DistillException(
                    $"{targets} keeps the {kept} most probable classes of each example, and the objective compares all {store.Plan.Classes}. Store the teacher's answers without a top k, use the teacher itself, or choose the objective distillation or jensenShannon.");
            }
        }

        if (vectors is not null)
        {
            using var store = SoftTargetStore.Open(vectors, checkContent: false);
            store.RequireVectors();
        }
    }

    /// <summary>Looks whether stored targets keep what each of several teachers said.</summary>
    /// <param name="targets">A store of soft targets; null for none.</param>
    /// <exception cref="DistillException">They keep one answer to an example.</exception>
    public static void RequireMembers(string? targets)
    {
        if (targets is null)
        {
            return;
        }

        using var store = SoftTargetStore.Open(targets, checkContent: false);
        if (!store.HasMembers)
        {
            throw new DistillException(
                $"{targets} keeps one answer of {store.Plan.Teacher.Name} to an example, and caseWeight is agreement, which is of several. {SoftTargetStore.MembersRemedy}, or choose another caseWeight.");
        }
    }

    /// <summary>Looks whether stored targets serve all temperatures of a training that changes its own.</summary>
    /// <param name="targets">A store of soft targets; null for none.</param>
    /// <param name="temperatures">Those that it goes through; one alone is looked at when it is asked for.</param>
    /// <exception cref="DistillException">There is a temperature that the store cannot serve.</exception>
    public static void RequireTemperatures(string? targets, IReadOnlyCollection<double> temperatures)
    {
        if (targets is null || temperatures.Count < 2)
        {
            return;
        }

        using var store = SoftTargetStore.Open(targets, checkContent: false);
        if (temperatures.FirstOrDefault(value => !store.Serves(value)) is not 0 and var missing)
        {
            throw new DistillException(FormattableString.Invariant(
                $"{targets} serves {store.Plan.TemperatureText()}, and the temperature is to change over the training, so that T = {missing} is asked for, too. Keep the temperature, let it change in stairs through those of the store, or label again for every temperature: without a top k, and without naming temperatures."));
        }
    }
}
