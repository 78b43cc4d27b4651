using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Experiments.Recipes;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The options of <c>train</c>: each is a key of the training's recipe, which <c>--set</c> reaches too.</summary>
internal sealed class TrainOptions
{
    private readonly Option<string?> recipe = new("--recipe") { Description = "A JSON file with keys of the training; options on the command line take precedence.", HelpName = "FILE" };
    private readonly Option<string[]> set = new("--set") { Description = "Set any key, for example training.gradientClip=1. May be repeated.", HelpName = "PATH=VALUE" };
    private readonly ForeignOptions foreign = new();
    private readonly List<(Option Option, string Key, Func<ParseResult, JsonNode?> Value)> keys = [];

    public TrainOptions()
    {
        Key<string>("--data", "data", "NAME|PATH", "A name from 'distill data list', or images, an archive, IDX, CIFAR or CSV files.");
        Add(new Option<string>("--resize") { HelpName = "SIZE", Description = ReadingOptions.ResizeHelp }, "reading.resize", size => ReadingOptions.Size(size));
        Key<string>("--color", "reading.color", "KIND", ReadingOptions.ColorHelp);
        Key<string>("--label-column", "reading.csv.labelColumn", "NAME", ReadingOptions.LabelColumnHelp);
        Add(
            new Option<string>("--network") { HelpName = "SPEC", Description = "The architecture: mlp:800,800, conv:16,32,64, resnet:20, or a JSON file." },
            "network",
            NetworkText.Parse);
        Key<string>("--start", "start", "MODEL", "Start from this model's weights and normalisation; its architecture is then --network's default.");
        Add(
            TeacherOptions.Files(required: false),
            "teacher",
            files => new JsonArray([.. files.Select(file => JsonValue.Create(file))]));
        Key<string>("--mean", "mean", "KIND", "How an ensemble is averaged: arithmetic (default) or geometric.");
        Key<string>("--targets", "targets", "STORE", "Distil from stored soft targets, which 'distill label' makes.");
        Key<double>("--temperature", "temperature", "T", "Temperature of the soft targets (default 4).");
        Key<double>("--hard-weight", "hardWeight", "W", "Weight of the labels beside the soft targets, 0 to 1 (default 0.1).");
        Key<string>("--objective", "objective", "KIND", "With a teacher: distillation (default) or logitMatching.");
        Key<double>("--held-out", "heldOut", "SHARE", "Share of the training examples kept to measure progress (default 0.1).");
        Key<int>("--limit", "limit", "N", "Use only N training examples.");
        Key<double>("--epochs", "training.duration.epochs", "N", "Passes over the data (default 30).");
        Key<int>("--batch-size", "training.batchSize", "N", "Examples a step (default 256).");
        Add(
            new Option<string>("--optimizer") { HelpName = "KIND", Description = "adam (default), adamw or sgd." },
            "training.optimizer",
            kind => new JsonObject { ["kind"] = kind });
        Add(
            new Option<double>("--rate") { HelpName = "RATE", Description = "Learning rate at the start, falling to 0 along a cosine (default 0.001)." },
            "training.schedule",
            rate => new JsonObject { ["kind"] = "cosine", ["rate"] = rate });
        Key<string>("--precision", "training.precision", "KIND", "Matrix products in f32 (default) or bf16.");
        Key<long>("--seed", "training.seed", "N", "Decides first weights, order, augmentation and dropout (default 1).");
        Key<int>("--shift", "training.augmentation.shift", "PIXELS", "Shift each image by up to this many pixels each time.");
        Key<bool>("--flip", "training.augmentation.flip", "", "Mirror half of the images each time.");
    }

    public void AddTo(Command command)
    {
        foreach (var (option, _, _) in keys)
        {
            command.Add(option);
        }

        foreign.AddTo(command);
        command.Add(recipe);
        command.Add(set);
    }

    /// <summary>The names of the options that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) =>
        [.. keys.Select(key => key.Option).Concat(foreign.All).Append(recipe).Append(set).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>The recipe that file, options and --set make together.</summary>
    /// <exception cref="DistillException">A key is unknown, missing or out of range.</exception>
    public TrainRecipe Recipe(ParseResult parsed)
    {
        var tree = parsed.GetValue(recipe) is { } file ? StrictJson.ReadTree(file) : new JsonObject();
        foreach (var (option, key, value) in keys)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                SetOption.Set(tree, key, value(parsed));
            }
        }

        foreign.Set(parsed, tree, "teacherOptions.");
        SetOption.Apply(tree, parsed.GetValue(set) ?? []);
        foreach (var (keys, names) in new[] { (new[] { "data" }, "--data"), (["network", "start"], "--network, or --start with a model") })
        {
            if (keys.All(key => (tree as JsonObject)?[key] is null))
            {
                throw new DistillException($"train needs {names}; see 'distill train --help'.");
            }
        }

        return TrainRecipe.Read(tree, "train");
    }

    private void Key<T>(string name, string key, string help, string description) =>
        Add(new Option<T>(name) { HelpName = help.Length == 0 ? null : help, Description = description }, key, value => JsonSerializer.SerializeToNode(value));

    private void Add<T>(Option<T> option, string key, Func<T, JsonNode?> value) =>
        keys.Add((option, key, parsed => value(parsed.GetRequiredValue(option))));
}
