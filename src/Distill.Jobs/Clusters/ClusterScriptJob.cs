using Distill.Jobs.Clusters.Scripts;
using Distill.Jobs.Work;
using Distill.Runs;

namespace Distill.Jobs.Clusters;

/// <summary>Writes the scripts by which a cluster does the work of a recipe.</summary>
internal static class ClusterScriptJob
{
    /// <summary>Writes scripts, the recipes of the stages and cluster.json into a folder; files of these names that are there are replaced.</summary>
    /// <param name="recipe">The recipe's file.</param>
    /// <param name="scheduler">Which cluster.</param>
    /// <param name="folder">The folder of the work, which all hosts share.</param>
    /// <param name="program">The words that start the program there.</param>
    /// <returns>The names of the files, the one that submits all last.</returns>
    /// <exception cref="DistillException">The recipe is not right, a file that it names is missing, or the folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(string recipe, Scheduler scheduler, string folder, IReadOnlyList<string> program)
    {
        var asked = ClusterRecipe.Read(recipe);
        var plan = new ClusterPlan(asked, recipe, scheduler == Scheduler.Slurm ? PlaceHere : PlaceInContainer);
        if (scheduler == Scheduler.Slurm)
        {
            RequireInputs(asked);
        }
        else if (asked.StageResources.FirstOrDefault(stage => stage.Value.Ranks > 1) is { Key: { } several })
        {
            throw new DistillException($"{recipe}: stageResources.{several}.ranks: jobs of Kubernetes do not start MPI; leave ranks out, or write scripts for slurm.");
        }

        OutputPath.RequireFolder(folder);
        foreach (var (name, tree) in plan.Files)
        {
            AtomicFile.WriteText(Path.Combine(folder, name), tree.ToJsonString(StrictJson.Options) + "\n");
        }

        var scripts = scheduler == Scheduler.Slurm
            ? SlurmScripts.Of(asked, plan.Stages, program)
            : KubernetesScripts.Of(asked, plan.Stages, program);
        foreach (var (name, text) in scripts)
        {
            WriteScript(Path.Combine(folder, name), text);
        }

        RunJson.Write(
            Path.Combine(folder, ClusterFile.FileName),
            new ClusterFile(asked.Name, [.. plan.Stages.Select(stage => new ClusterFile.Stage(stage.Name, stage.Output) { Elements = stage.Elements })]));
        return [.. plan.Files.Keys, ClusterFile.FileName, .. scripts.Keys];
    }

    private static void RequireInputs(ClusterRecipe asked)
    {
        if (asked.Data is { } data)
        {
            RunInputs.Require(data, asked.Reading, asked.Teacher);
        }
    }

    private static void WriteScript(string path, string text)
    {
        AtomicFile.WriteText(path, text);
        if (!OperatingSystem.IsWindows() && path.EndsWith(".sh", StringComparison.Ordinal))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    // Hosts of Slurm see the same files by the same paths.
    private static string PlaceHere(string path) => Path.GetFullPath(path);

    private static string PlaceInContainer(string path) => path.StartsWith('/')
        ? path
        : throw new DistillException($"'{path}' is a path of this machine; containers need the path where they see it, which begins with a slash.");
}
