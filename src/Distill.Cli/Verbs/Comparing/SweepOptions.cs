using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Jobs.Recipes;
using Distill.Runs;

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
                Description = "The architectures: mlp:800,800, conv:16,32,64, resnet:20, linear, bag for texts, or JSON files. May be repeated.",
                AllowMultipleArgumentsPerToken = true,
                Validators = { ParseErrors.RefuseOptions },
            },
            "grid.networks",
            networks => new JsonArray([.. networks.Select(NetworkText.Parse)]));
        keys.AddTeacher();
        AddNumbers("--temperatures", "grid.temperatures", "Temperatures of the soft targets (default 1,2,4,8,20).", "numbers such as 1,2,4,8");
        AddNumbers("--hard-weights", "grid.hardWeights", "Weights of the labels beside the soft targets, 0 to 1 (default 0.1).", "numbers such as 0,0.1,0.5");
        keys.Add(
            new Option<int>("--seeds") { HelpName = "N", Description = "Students of each temperature and hard weight, with seeds from 1 (default 5)." },
            "grid.seeds",
            Seeds);
        keys.AddSplit("Share of the training examples kept to choose temperature and hard weight; 0 chooses none (default 0.1).");
        keys.AddDevice();
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

        return SweepRecipe.Read(tree, "sweep", keys.Typed(parsed));
    }

    private static JsonArray Seeds(int count) =>
        [.. SeedCount.Seeds(count, "seeds of your own go into --set grid.seeds=[3,7]").Select(seed => JsonValue.Create(seed))];

    private void AddNumbers(string name, string key, string description, string expected) => keys.Add(
        new Option<string[]>(name)
        {
            HelpName = "LIST",
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            Validators = { ParseErrors.RefuseOptions },
        },
        key,
        words => NumberList.Parse(words, name, expected));
}
