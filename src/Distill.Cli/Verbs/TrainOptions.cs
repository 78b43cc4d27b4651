using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Schedules;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The options of <c>train</c>: each is a key of the training's recipe, which <c>--set</c> reaches too.</summary>
internal sealed class TrainOptions
{
    private readonly RecipeKeys keys = new("training", "training");

    public TrainOptions()
    {
        keys.AddData();
        keys.Add(
            new Option<string>("--network") { HelpName = "SPEC", Description = "The architecture: mlp:800,800, conv:16,32,64, resnet:20, linear, bag, textconv:vocab.txt, static:FOLDER or encoder:FOLDER for texts, or a JSON file." },
            "network",
            NetworkText.Parse);
        keys.Add(
            new Option<string>("--budget") { HelpName = "SIZE", Description = "The largest file of the student, for example 100KB: widths, depth and bits are found by short trainings, and with --start by taking out units." },
            "budget.bytes",
            BudgetQuantity.Bytes);
        keys.Add(
            new Option<string>("--latency") { HelpName = "TIME", Description = "The longest that one example may take in ONNX Runtime here, for example 1ms; chooses as --budget does." },
            "budget.milliseconds",
            BudgetQuantity.Milliseconds);
        keys.Add<string>("--start", "start", "MODEL", "Start from this model's weights and normalisation; its architecture is then --network's default. A narrower mlp gets some of its units.");
        keys.AddTeacher();
        keys.Add<int>("--peers", "peers", "N", "Train N further students beside this one, which all teach each other (default 0).");
        keys.Add<double>("--mean-teacher", "meanTeacher", "DECAY", "The student's own running mean teaches it, with this decay, for example 0.999.");
        keys.Add<int>("--generations", "generations", "N", "Train N students one after another, each the next one's teacher (default 1).");
        keys.Add(UnlabelledOption.Create("to learn from by the teacher's answers alone"), "unlabelled", data => new JsonArray([.. data.Select(name => JsonValue.Create(name))]));
        keys.Add(UnlabelledOption.Variations("to learn from, too"), "variations", count => JsonValue.Create(count));
        keys.Add<string>("--vectors", "vectors", "STORE", "What the last layer reads follows these vectors, too, which 'distill vectors' stores.");
        keys.Add<double>("--vector-weight", "vectorWeight", "W", "Weight of the distance to the vectors beside all else (default 1).");
        keys.Add<bool>("--embedder", "embedder", "", "With --vectors: a model of no classes, whose answers are the vectors.");
        keys.Add(
            new Option<string[]>("--hints") { HelpName = "LAYERS", Description = "Hidden layers that follow the teacher's, for example relu1=relu2.", AllowMultipleArgumentsPerToken = true, Validators = { ParseErrors.RefuseOptions } },
            "hints",
            pairs => new JsonArray([.. pairs.Select(pair => JsonValue.Create(pair))]));
        keys.Add<string>("--hint-model", "hintModel", "MODEL", "The model that hints follow, of this toolkit or ONNX (default: the teacher).");
        keys.Add<string>("--hint-kind", "hintKind", "KIND", "activations (default), attention, similarity or relations.");
        keys.Add<double>("--hint-weight", "hintWeight", "W", "Weight of the hints beside all else (default 1).");
        keys.Add<bool>("--hints-alone", "hintsAlone", "", "Hidden layers alone learn; a second training starts from the model with --start.");
        keys.Add<ScheduledNumber>("--temperature", "temperature", "T", "Temperature of the soft targets (default 4); 8..2 goes from 8 to 2 over the training, 8..2:cosine along a cosine, 8..2:stairs:4 in 4 stairs.");
        keys.Add<ScheduledNumber>("--hard-weight", "hardWeight", "W", "Weight of the labels beside the soft targets, 0 to 1 (default 0.1); changes as --temperature can.");
        keys.Add<string>("--objective", "objective", "KIND", "With a teacher: distillation (default), logitMatching, decoupled, standardised, correlation, jensenShannon, normalised or multiLevel.");
        keys.Add(
            new Option<string>("--objective-weights") { HelpName = "W,...", Description = "Weights of the objective's own terms, such as 1.0,8.0 of decoupled (default: the published ones)." },
            "objectiveWeights",
            text => NumberList.Parse([text], "--objective-weights", "numbers such as 1.0,8.0"));
        keys.Add<string>("--case-weight", "caseWeight", "KIND", "What the soft part of an example counts by: the teacher's confidence, certainty, or probability of the label, or the agreement of several teachers.");
        keys.AddSplit("Share of the labelled training examples kept to measure progress (default 0.1; 0 for none).");
        keys.AddDevice();
        keys.AddLength();
        keys.AddTraining();
        keys.Add<long>("--seed", "training.seed", "N", "Decides first weights, order, augmentation and dropout (default 1).");
        keys.AddAugmentation();
    }

    public void AddTo(Command command) => keys.AddTo(command);

    /// <summary>The names of the options that were given.</summary>
    public IReadOnlyList<string> Given(ParseResult parsed) => keys.Given(parsed);

    /// <summary>The recipe that file, options and --set make together.</summary>
    /// <exception cref="DistillException">A key is unknown, missing or out of range.</exception>
    public TrainRecipe Recipe(ParseResult parsed)
    {
        var tree = keys.Tree(parsed);
        foreach (var (needed, names) in new[] { (new[] { "data" }, "--data"), (["network", "start", "budget"], "--network, --start with a model, or --budget") })
        {
            if (needed.All(key => (tree as JsonObject)?[key] is null))
            {
                throw new DistillException($"train needs {names}; see 'distill train --help'.");
            }
        }

        return TrainRecipe.Read(tree, "train", keys.Typed(parsed));
    }
}
