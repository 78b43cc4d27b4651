using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>
/// Options each of which is a key of a recipe, with a file of keys and <c>--set</c>, which reach all others. Verbs that
/// train share the groups here.
/// </summary>
internal sealed class RecipeKeys
{
    private const string Kind = "kind";

    // What a newcomer needs.
    private static readonly string[] First =
        ["--data", "--network", "--teacher", "--temperature", "--temperatures", "--hard-weight", "--hard-weights", "--specialists", "--classes-each", "--epochs", "--seed", "--seeds", "--out"];

    private readonly Option<string?> recipe;
    private readonly Option<string[]> set;
    private readonly ForeignOptions foreign = new();
    private readonly List<(Option Option, string Key, Func<ParseResult, JsonNode?> Value)> keys = [];
    private readonly string training;

    private string Rate => $"{training}.schedule.rate";

    /// <summary>No keys yet.</summary>
    /// <param name="what">What the recipe is of, for example "training".</param>
    /// <param name="training">Where the recipe keeps the options of the training, for example "grid.training".</param>
    public RecipeKeys(string what, string training)
    {
        this.training = training;
        recipe = new("--recipe") { Description = $"A JSON file with keys of the {what}; options on the command line take precedence.", HelpName = "FILE" };
        set = new("--set") { Description = $"Set any key, for example {training}.gradientClip=1. May be repeated.", HelpName = "PATH=VALUE" };
    }

    /// <summary>An option whose value is the key's.</summary>
    public void Add<T>(string name, string key, string help, string description) =>
        Add(new Option<T>(name) { HelpName = help.Length == 0 ? null : help, Description = description }, key, value => JsonSerializer.SerializeToNode(value));

    /// <summary>An option whose value is made into the key's.</summary>
    public void Add<T>(Option<T> option, string key, Func<T, JsonNode?> value) =>
        keys.Add((option, key, parsed => value(parsed.GetRequiredValue(option))));

    /// <summary>The data set, and how files of one's own are read.</summary>
    public void AddData()
    {
        Add<string>("--data", "data", "NAME|PATH", "A name from 'distill data list', or images, recordings, an archive, IDX, CIFAR or CSV files.");
        Add(new Option<string>("--resize") { HelpName = "SIZE", Description = ReadingOptions.ResizeHelp }, "reading.resize", size => ReadingOptions.Size(size));
        Add<string>("--color", "reading.color", "KIND", ReadingOptions.ColorHelp);
        Add<string>("--fit", "reading.fit", "KIND", ReadingOptions.FitHelp);
        Add<string>("--background", "reading.background", "COLOUR", ReadingOptions.BackgroundHelp);
        Add<bool>("--skip-damaged", "reading.skipDamaged", "", ReadingOptions.SkipDamagedHelp);
        Add<string>("--test-part", "reading.testPart", "NAME", ReadingOptions.TestPartHelp);
        Add<int>("--class-depth", "reading.classDepth", "N", ReadingOptions.ClassDepthHelp);
        Add<string>("--names", "reading.archiveNames", "ENCODING", ReadingOptions.NamesHelp);
        Add<string>("--label-column", "reading.csv.labelColumn", "NAME", ReadingOptions.LabelColumnHelp);
        Add(new Option<string>("--ignore-columns") { HelpName = "NAMES", Description = ReadingOptions.IgnoreColumnsHelp }, "reading.csv.ignoreColumns", ReadingOptions.Columns);
        Add(new Option<string>("--header") { HelpName = "YES|NO", Description = ReadingOptions.HeaderHelp }, "reading.csv.header", ReadingOptions.Header);
        Add(new Option<string>("--separator") { HelpName = "CHARACTER", Description = ReadingOptions.SeparatorHelp }, "reading.csv.separator", ReadingOptions.Separator);
        Add<string>("--encoding", "reading.csv.encoding", "NAME", ReadingOptions.EncodingHelp);
        Add<double>("--seconds", "reading.seconds", "S", ReadingOptions.SecondsHelp);
        Add<string>("--text-column", "reading.text.column", "NAME", ReadingOptions.TextColumnHelp);
        Add<int>("--text-bytes", "reading.text.bytes", "N", ReadingOptions.TextBytesHelp);
    }

    /// <summary>Where the models compute.</summary>
    public void AddDevice() => Add<string>(DeviceOption.Title, DeviceOption.Key, DeviceOption.Kind, DeviceOption.Help);

    /// <summary>The teacher, as files or stored targets.</summary>
    public void AddTeacher()
    {
        Add(
            TeacherOptions.Files(required: false),
            "teacher",
            files => new JsonArray([.. files.Select(file => JsonValue.Create(file))]));
        Add<string>("--mean", "mean", "KIND", "How an ensemble is averaged: arithmetic (default) or geometric.");
        Add(
            new Option<string>("--teacher-weights") { HelpName = "W,...", Description = "How much each teacher file counts in the mean, for example 2.0,1.0 (default: all alike)." },
            "teacherWeights",
            text => NumberList.Parse([text], "--teacher-weights", "numbers such as 2.0,1.0"));
        Add<bool>("--weigh-by-class", "weighTeachersByClass", "", "Each teacher file counts for each class as it knows it, by the held-out examples.");
        Add<bool>("--weigh-by-certainty", "weighTeachersByCertainty", "", "Each teacher file counts for each example as it is sure of it.");
        Add<string>("--targets", "targets", "STORE", "Distil from stored soft targets, which 'distill label' makes.");
    }

    /// <summary>What is held out, and how much is used at all.</summary>
    public void AddSplit(string heldOut)
    {
        Add<double>("--held-out", "heldOut", "SHARE", heldOut);
        Add<int>("--limit", "limit", "N", "Use only N training examples.");
    }

    /// <summary>Length of the training.</summary>
    public void AddLength() => Add<double>("--epochs", $"{training}.duration.epochs", "N", "Passes over the data (default 30).");

    /// <summary>Batches, optimizer and precision of the training.</summary>
    public void AddTraining()
    {
        Add<int>("--batch-size", $"{training}.batchSize", "N", "Examples a step (default 256).");
        Add(
            new Option<string>("--optimizer") { HelpName = "KIND", Description = "adam (default), adamw or sgd." },
            $"{training}.optimizer",
            kind => new JsonObject { ["kind"] = kind });
        Add(
            new Option<double>("--rate") { HelpName = "RATE", Description = "Learning rate at the start, falling to 0 along a cosine where --recipe has no other schedule (default 0.001)." },
            Rate,
            rate => JsonValue.Create(rate));
        Add<string>("--precision", $"{training}.precision", "KIND", "Matrix products in f32 (default) or bf16.");
    }

    /// <summary>How images are varied.</summary>
    public void AddAugmentation()
    {
        Add<int>("--shift", $"{training}.augmentation.shift", "PIXELS", "Shift each image by up to this many pixels each time.");
        Add<bool>("--flip", $"{training}.augmentation.flip", "", "Mirror half of the images each time.");
    }

    public void AddTo(Command command)
    {
        foreach (var (option, key, _) in keys)
        {
            command.Add(key.StartsWith("reading.", StringComparison.Ordinal) ? option.In(HelpGroups.Files)
                : key.StartsWith($"{training}.", StringComparison.Ordinal) && !First.Contains(option.Name) ? option.In(HelpGroups.Training)
                : option);
        }

        foreign.AddTo(command);
        command.Add(recipe);
        command.Add(set);
        command.Leads([.. First.Where(name => command.Options.Any(option => option.Name == name))]);
    }

    /// <summary>The names of the options that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) =>
        [.. keys.Select(key => key.Option).Concat(foreign.All).Append(recipe).Append(set).Where(parsed.IsGiven).Select(option => option.Name)];

    /// <summary>The keys that were typed one by one, as options or with --set, and how.</summary>
    /// <exception cref="DistillException">A --set has no "=".</exception>
    public IReadOnlyDictionary<string, string> Typed(ParseResult parsed)
    {
        var typed = new Dictionary<string, string>(SetOption.Typed(parsed.GetValue(set) ?? []), StringComparer.Ordinal);
        foreach (var (option, key, _) in keys.Where(item => parsed.IsGiven(item.Option)))
        {
            typed[key] = option.Name;
        }

        return typed;
    }

    /// <summary>The keys that file, options and --set make together.</summary>
    /// <exception cref="DistillException">The file is no JSON, or an option or --set cannot be read.</exception>
    public JsonNode Tree(ParseResult parsed)
    {
        var tree = parsed.GetValue(recipe) is { } file ? StrictJson.ReadTree(file) : new JsonObject();
        foreach (var (option, key, value) in keys)
        {
            if (parsed.IsGiven(option))
            {
                SetOption.Set(tree, key, value(parsed));
            }
        }

        RefuseTwice(parsed);

        foreign.Set(parsed, tree, "teacherOptions.");
        SetOption.Apply(tree, parsed.GetValue(set) ?? []);
        if (Typed(parsed).ContainsKey(Rate) && Schedule(tree) is { } schedule && !schedule.ContainsKey(Kind))
        {
            schedule[Kind] = "cosine";
        }

        return tree;
    }

    private JsonObject? Schedule(JsonNode tree)
    {
        JsonNode? node = tree;
        foreach (var key in Rate.Split('.')[..^1])
        {
            node = (node as JsonObject)?[key];
        }

        return node as JsonObject;
    }

    // One of the two would win without a word.
    private void RefuseTwice(ParseResult parsed)
    {
        var paths = SetOption.Typed(parsed.GetValue(set) ?? []).Keys;
        foreach (var (option, key, _) in keys.Where(item => parsed.IsGiven(item.Option)))
        {
            if (paths.FirstOrDefault(path => path == key || key.StartsWith(path + ".", StringComparison.Ordinal)) is { } same)
            {
                throw new DistillException($"{option.Name} and --set {same} set the same key; leave one of them out.");
            }
        }
    }
}
