using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Runs a recipe, or resumes a run of one.</summary>
internal static class RunVerb
{
    private const string Quickstart = "quickstart";
    private const string RecipesFolder = "recipes";

    public static Command Create()
    {
        var path = new Argument<string?>("recipe") { Description = "The recipe, a JSON file.", Arity = ArgumentArity.ZeroOrOne };
        var set = new Option<string[]>("--set") { Description = "Change a value of the recipe, for example student.training.batchSize=64. May be repeated.", HelpName = "PATH=VALUE" };
        var smoke = new Option<bool>("--smoke") { Description = "A few hundred examples, built-in ones where the set cannot be had, to see in seconds that everything works; the figures mean nothing." };
        var resume = new Option<string?>("--resume") { Description = "Resume an interrupted run instead of a recipe.", HelpName = "RUN" };
        var device = new Option<string?>(DeviceOption.Title) { Description = DeviceOption.Help, HelpName = DeviceOption.Kind };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of recipes, which editors use to complete and check them." };
        var output = OutputOptions.Root();
        var own = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var again = OutputOptions.ResumeIfThere();
        var part = PartOption.Create("the trainings of each stage");
        var tensorBoard = TensorBoardOption.Create();
        var command = new Command("run", "Run a recipe: teacher, students, test, report.") { path, set, smoke, device, resume, schema, own, output, again, part, tensorBoard };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                parsed.Refuse("beside --schema, which prints the schema and runs nothing", set, smoke, device, resume, own, output, again, part, tensorBoard);
                Console.Out.WriteLine(RecipeSchema.Create().ToJsonString(StrictJson.Options));
                return ExitCode.Done;
            }

            OutputOptions.RefuseTwoPlaces(parsed, resume, own, output, again);
            if (parsed.GetValue(resume) is { } interrupted)
            {
                if (parsed.GetValue(path) is not null || parsed.GetValue(set) is { Length: > 0 } || parsed.GetValue(smoke) || parsed.GetValue(device) is not null)
                {
                    throw new DistillException("--resume uses the recipe that is in the run; leave out the recipe, --set, --device and --smoke.");
                }

                var (existing, kept) = ComparisonJob.Reopen(interrupted);
                return Run(existing, kept);
            }

            var file = parsed.GetValue(path) ?? throw new DistillException("run needs a recipe, such as recipes/quickstart.json, or --resume RUN.");
            RefuseName(file);
            var recipe = Recipe.Read(file, [.. parsed.GetValue(set) ?? [], .. parsed.GetValue(device) is { } name ? [$"{DeviceOption.Key}={name}"] : Array.Empty<string>()]);
            if (parsed.GetValue(own) is null)
            {
                OutputPath.RequireFolder(parsed.GetRequiredValue(output));
            }

            if (parsed.GetValue(smoke))
            {
                using var progress = screen.Progress();
                recipe = ComparisonJob.WithReachableData(recipe.Smoke(), progress.Context(cancellationToken));
            }

            var place = parsed.RepeatedPlace(again, own) ?? parsed.GetValue(own);
            var (run, asked) = place is null
                ? (ComparisonJob.Create(parsed.GetRequiredValue(output), recipe), recipe)
                : ComparisonJob.At(place, RunKind.Recipe, recipe, parsed.GetValue(again));
            return Run(run, asked);

            int Run(RunDirectory where, Recipe what) => parsed.Part(part) is { } share
                ? ComparisonCommand.RunPart(where, what, share, parsed.GetValue(tensorBoard), screen, cancellationToken)
                : ComparisonCommand.Run(where, what, parsed.GetValue(tensorBoard), screen, cancellationToken);
        });
        return command.WithExamples(
            "distill run recipes/quickstart.json",
            "distill run recipe.json --set student.network.widths=[300,300] --set seeds=[1,2,3,4,5]",
            "distill run recipes/quickstart.json --out runs/quickstart --resume-if-there --part 2/4",
            "distill run --resume runs/2026-03-01-141502-quickstart");
    }

    // A recipe by its name alone, as verbs have theirs.
    private static void RefuseName(string name)
    {
        if (Path.Exists(name))
        {
            return;
        }

        if (name == Quickstart)
        {
            throw new DistillException($"There is no file {name}; the quickstart is a verb of its own: distill {Quickstart}.");
        }

        var folder = Path.GetDirectoryName(name) is { Length: > 0 } own ? own : RecipesFolder;
        var known = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).ToList() : [];
        if (NearMiss.Suggest(Path.GetFileNameWithoutExtension(name), known) is { } recipe)
        {
            throw new DistillException($"There is no file {name}. Did you mean {Path.Combine(folder, recipe)}.json?");
        }
    }
}
