using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Jobs.Comparisons;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The whole story in minutes.</summary>
internal static class QuickstartVerb
{
    public static Command Create()
    {
        var full = new Option<bool>("--full") { Description = "Also distil the student with all labels." };
        var smoke = new Option<bool>("--smoke") { Description = "A few hundred images, to see in seconds that everything works; the figures mean nothing." };
        var seeds = new Option<int>("--seeds") { Description = "How many students each row trains.", DefaultValueFactory = _ => 3, HelpName = "N" };
        var resume = new Option<string?>("--resume") { Description = "Resume an interrupted run; it knows all its options.", HelpName = "RUN" };
        var output = OutputOptions.Root();
        var own = new Option<string?>("--out") { Description = "The run's own folder, missing or empty; without it one is made under --runs.", HelpName = "DIR" };
        var tensorBoard = TensorBoardOption.Create();
        var command = new Command("quickstart", "Train a teacher ensemble, a student on labels, and the same student taught by the teacher; compare them.")
        {
            full, smoke, seeds, resume, own, output, tensorBoard,
        };
        command.Runs((parsed, screen, cancellationToken) =>
        {
            OutputOptions.RefuseTwoPlaces(parsed, resume, own, output);
            if (parsed.GetValue(resume) is { } interrupted)
            {
                if (new Option[] { full, smoke, seeds }.Where(parsed.IsGiven).Select(option => option.Name).ToList() is { Count: > 0 } given)
                {
                    throw new DistillException($"--resume uses the options that are in the run; leave out {string.Join(", ", given)}.");
                }

                var (existing, kept) = ComparisonJob.Reopen(interrupted);
                return ComparisonCommand.Run(existing, kept, parsed.GetValue(tensorBoard), screen, cancellationToken);
            }

            OutputPath.RequireFolder(parsed.GetValue(own) ?? parsed.GetRequiredValue(output));
            var recipe = QuickstartRecipe.Load(parsed.GetValue(full));
            recipe = recipe with { Seeds = [.. SeedCount.Seeds(parsed.GetValue(seeds), "the seeds are 1, 2 and so on")] };
            recipe = parsed.GetValue(smoke) ? recipe.Smoke() : recipe;
            using (var progress = screen.Progress())
            {
                recipe = ComparisonJob.WithReachableData(recipe, progress.Context(cancellationToken));
            }

            var (run, asked) = parsed.GetValue(own) is { } place
                ? ComparisonJob.At(place, RunKind.Quickstart, recipe, resumeIfThere: false)
                : (ComparisonJob.Create(parsed.GetRequiredValue(output), RunKind.Quickstart, recipe), recipe);
            return ComparisonCommand.Run(run, asked, parsed.GetValue(tensorBoard), screen, cancellationToken);
        });
        return command.WithExamples("distill quickstart", "distill quickstart --full --seeds 5 --out runs/quickstart", "distill quickstart --json > result.json", "distill quickstart --resume runs/2026-03-01-141502-quickstart");
    }
}
