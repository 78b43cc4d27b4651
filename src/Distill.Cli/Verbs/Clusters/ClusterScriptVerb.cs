using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Clusters;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Writes job scripts for Slurm, or manifests for Kubernetes.</summary>
internal static class ClusterScriptVerb
{
    private static readonly string[] Schedulers = ["slurm", "kubernetes"];

    public static Command Create()
    {
        var scheduler = new Argument<string>("scheduler") { Description = "slurm or kubernetes." };
        var recipe = new Argument<string>("recipe") { Description = "What to do: a JSON file of data, generalist, specialists, labelling, student or sweep." };
        var output = new Option<string>("--out") { Description = "The folder of scripts and work, which all hosts share.", HelpName = "DIR", Required = true };
        var program = new Option<string>("--program") { Description = "The words that start distill on the hosts.", HelpName = "WORDS", DefaultValueFactory = _ => "distill" };
        var command = new Command("script", "Write the scripts by which a cluster does the work of a recipe.") { scheduler, recipe, output, program };
        command.Runs((parsed, screen, _) =>
        {
            var folder = parsed.GetRequiredValue(output);
            string[] words = parsed.GetRequiredValue(program).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                throw new DistillException($"{program.Name} is empty; expected the words that start distill.");
            }

            var files = ClusterScriptJob.Write(parsed.GetRequiredValue(recipe), Parse(parsed.GetRequiredValue(scheduler)), folder, words);
            screen.WriteJson(new { folder = Path.GetFullPath(folder), files });
            Screen.Say($"Scripts: {folder}");
            Screen.Say($"Submit:  {Path.Combine(folder, "submit.sh")}");
            Screen.Say($"Look:    {CommandText.Of("cluster", "status", folder)}");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill cluster script slurm recipes/cluster.json --out runs/glyphs",
            "distill cluster script slurm recipe.json --out runs/glyphs --program \"dotnet /opt/distill/distill.dll\"",
            "distill cluster script kubernetes recipe.json --out manifests/");
    }

    private static Scheduler Parse(string text) => Enum.TryParse<Scheduler>(text, ignoreCase: true, out var scheduler) && Schedulers.Contains(text.ToLowerInvariant())
        ? scheduler
        : throw new DistillException($"There is no scheduler '{text}'; expected slurm or kubernetes.{NearMiss.Question(text, Schedulers)}");
}
