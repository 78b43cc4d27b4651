using System.CommandLine;
using System.Text.Json.Nodes;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>The options of <c>specialists assign</c>: each is a key of the run's recipe, which <c>--set</c> reaches too.</summary>
internal sealed class SpecialistsOptions
{
    private const string Set = "classesEach";

    private readonly RecipeKeys keys = new("specialists", "specialists.training");
    private readonly Option<int?> classesEach = new("--classes-each") { HelpName = "K", Description = "Each specialist takes the K classes nearest to its centroid, so that sets overlap." };
    private readonly Option<bool> partition = new("--partition") { Description = "In place of --classes-each: every class goes to one specialist alone." };

    public SpecialistsOptions()
    {
        keys.AddData();
        keys.Add<string>("--teacher", "teacher", "MODEL", "The generalist: a model of this toolkit, from which specialists start; another can be assigned for.");
        keys.Add<string>("--targets", "targets", "STORE", "Count the confusions of stored soft targets, in place of the generalist's own.");
        keys.Add<string>("--counts", "counts", "DIR", "Add up what 'distill specialists count' counted by parts, in place of counting here.");
        keys.Add<double>("--count-temperature", "specialists.countTemperature", "T", "Count predictions at this temperature (default: chosen on what is held out; 1 with --targets or --counts).");
        keys.Add<string>("--groups", "groups", "FILE", "Say how well the clusters agree with groups that are known beforehand: JSON from each class to its group.");
        keys.Add<int>("--specialists", "specialists.count", "N", "How many specialists.");
        keys.Add<int>("--passes", "specialists.passes", "N", "How often a specialist sees each example of its classes, and as many others (default 3).");
        keys.Add<bool>("--full-softmax", "specialists.fullSoftmax", "", "Specialists have all classes, and learn the generalist's soft targets for those of others.");
        keys.Add<double>("--temperature", "specialists.temperature", "T", "With --full-softmax: temperature of these soft targets (default 2).");
        keys.AddSplit("Share of the training examples that are left out, as the generalist's training did (default 0.1).");
        keys.AddTraining();
        keys.Add<long>("--seed", "specialists.seed", "N", "Decides clusters, order, augmentation and dropout (default 1).");
        keys.AddAugmentation();
    }

    public void AddTo(Command command)
    {
        command.Add(classesEach);
        command.Add(partition);
        keys.AddTo(command);
    }

    /// <summary>The recipe that file, options and --set make together.</summary>
    /// <exception cref="DistillException">A key is unknown, missing or out of range.</exception>
    public SpecialistsRecipe Recipe(ParseResult parsed)
    {
        var tree = keys.Tree(parsed);
        var plan = (tree as JsonObject)?["specialists"] as JsonObject;
        foreach (var (found, names) in new[] { ((tree as JsonObject)?["data"], "--data"), (plan?["count"], "--specialists, how many") })
        {
            if (found is null)
            {
                throw new DistillException($"specialists assign needs {names}; see 'distill specialists assign --help'.");
            }
        }

        var (each, alone) = (parsed.GetValue(classesEach), parsed.GetValue(partition));
        if (each is not null && alone)
        {
            throw new DistillException("--classes-each makes sets that overlap and --partition sets that do not; leave one of them out.");
        }

        if (each is not null || alone)
        {
            if (keys.Typed(parsed).ContainsKey($"specialists.{Set}"))
            {
                throw new DistillException($"--classes-each, --partition and --set specialists.{Set} set the same key; leave all but one out.");
            }

            plan![Set] = each;
        }

        return plan!.ContainsKey(Set)
            ? SpecialistsRecipe.Read(tree, "specialists assign", keys.Typed(parsed))
            : throw new DistillException("specialists assign needs --classes-each K, or --partition; see 'distill specialists assign --help'.");
    }
}
