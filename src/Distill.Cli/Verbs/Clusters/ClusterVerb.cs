using System.CommandLine;
using Distill.Cli.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>Work on a cluster: the scripts that start it, and how far it is.</summary>
internal static class ClusterVerb
{
    public static Command Create() => new Command("cluster", "Write the scripts by which Slurm or Kubernetes does long work, and see how far it is.")
    {
        ClusterScriptVerb.Create(),
        ClusterStatusVerb.Create(),
    }.WithExamples(
        "distill cluster script slurm recipes/cluster.json --out runs/glyphs",
        "distill cluster status runs/glyphs");
}
