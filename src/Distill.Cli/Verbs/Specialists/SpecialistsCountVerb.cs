using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Recipes;
using Distill.Jobs.SpecialistJobs;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Counts one part of what a generalist confuses, beside processes that count the others.</summary>
internal static class SpecialistsCountVerb
{
    public static Command Create()
    {
        var keys = new RecipeKeys("counting", "training");
        keys.AddData();
        keys.Add<string>("--teacher", "teacher", "MODEL", "The generalist.");
        keys.Add<string>("--targets", "targets", "STORE", "Count the confusions of stored soft targets, in place of a generalist's own.");
        keys.Add<double>("--count-temperature", "countTemperature", "T", "Count predictions at this temperature (default 1), which assign needs, too.");
        keys.AddSplit("Share of the training examples that are left out, as the generalist's training did (default 0.1).");
        var part = PartOption.Create("the examples");
        var output = new Option<string>("--out") { Description = "The folder of the counts, one file a part.", HelpName = "DIR", Required = true };
        var command = new Command("count", "Count one part of what a model confuses; assign takes the counts of all parts.") { part, output };
        keys.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var share = parsed.Part(part) ?? throw new DistillException("specialists count needs --part; without parts, 'distill specialists assign' counts itself.");
            var tree = keys.Tree(parsed);
            if (tree["data"] is null)
            {
                throw new DistillException("specialists count needs --data; see 'distill specialists count --help'.");
            }

            var recipe = CountRecipe.Read(tree, "specialists count");
            var path = parsed.GetRequiredValue(output);
            var outcome = new FolderWork(path, CommandText.Same()) { Label = "Counts:" }.Do(
                screen, progress => CountJob.Run(recipe, share, path, progress.Context(cancellationToken)));
            screen.WriteJson(outcome);
            Screen.Say($"Part {outcome.Part} of {outcome.AllExamples:N0} examples: {(outcome.Counted ? "counted" : "was counted before")}. "
                + $"Once all parts are: distill specialists assign … --counts {path}");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill specialists count --data photos/ --teacher generalist.safetensors --part 3/8 --out counts/",
            "distill specialists count --data photos/ --targets targets/ --part 1/8 --out counts/");
    }
}
