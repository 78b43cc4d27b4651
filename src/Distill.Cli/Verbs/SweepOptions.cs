using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Experiments.Sweeps;
using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Distill.Cli.Verbs;

/// <summary>The options of <c>sweep</c>: each is a key of the sweep's recipe, which <c>--set</c> reaches too.</summary>
internal sealed class SweepOptions
{
    private readonly RecipeKeys keys = new("sweep", "grid.training");

    public SweepOptions()
    {
        keys.AddData();
        keys.Add(
            new Option<string[]>("--network")
            {
                HelpName = "SPEC",
                Description = "The architectures: mlp:800,800, conv:16,32,64, resnet:20, or JSON files. May be repeated.",
                AllowMultipleArgumentsPerToken = true,
                Validators = { ParseErrors.RefuseOptions },
            },
            "grid.networks",
            networks => new JsonArray([.. networks.Select(NetworkText.Parse)]));
        keys.AddTeacher();
        keys.Add(
            new Option<string>("--temperatures") { HelpName = "LIST", Description = "Temperatures of the soft targets (default 1,2,4,8,20)." },
            "grid.temperatures",
            text => NumberList.Parse(text, "--temperatures", "numbers such as 1,2,4,8"));
        keys.Add(
            new Option<string>("--hard-weights") { HelpName = "LIST", Description = "Weights of the labels beside the soft targets, 0 to 1 (default 0.1)." },
            "grid.hardWeights",
            text => NumberList.Parse(text, "--hard-weights", "numbers such as 0,0.1,0.5"));
        keys.Add(
            new Option<int>("--seeds") { HelpName = "N", Description = "Students of each temperature and hard weight, with seeds from 1 (default 5)." },
            "grid.seeds",
            Seeds);
        keys.AddSplit("Share of the training examples kept to choose temperature and hard weight; 0 chooses none (default 0.1).");
        keys.AddLength();
        keys.AddTraining();
        keys.AddAugmentation();
    }

    public void AddTo(Command command) => keys.AddTo(command);

    /// <summary>The names of the options that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) => keys.Given(parsed);

    /// <summary>The recipe that file, options and --set make together.</summary>
    /// <exception cref="DistillException">A key is unknown, missing or out of range.</exception>
    public SweepRecipe Recipe(ParseResult parsed)
    {
        var tree = keys.Tree(parsed);
        var grid = (tree as JsonObject)?["grid"] as JsonObject;
        foreach (var (found, names) in new[] { ((tree as JsonObject)?["data"], "--data"), (grid?["networks"], "--network") })
        {
            if (found is null)
            {
                throw new DistillException($"sweep needs {names}; see 'distill sweep --help'.");
            }
        }

        return SweepRecipe.Read(tree, "sweep");
    }

    private static JsonArray Seeds(int count) => count is >= 1 and <= Sweep.MostStudents
        ? [.. Enumerable.Range(1, count).Select(seed => JsonValue.Create(seed))]
        : throw new DistillException($"--seeds {count}: expected a count from 1 to {Sweep.MostStudents}; seeds of your own go into --set grid.seeds=[3,7].");
}
