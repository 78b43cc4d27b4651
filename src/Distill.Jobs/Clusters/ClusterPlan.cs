using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Jobs.Clusters;

/// <summary>The stages of a cluster recipe, and the recipe files that their commands read.</summary>
internal sealed class ClusterPlan
{
    private const string Generalist = "generalist", Counts = "counts", Specialists = "specialists", Targets = "targets", Student = "student", Sweep = "sweep";

    private readonly ClusterRecipe recipe;
    private readonly string source;
    private readonly Func<string, string> place;
    private readonly List<ClusterStage> stages = [];
    private readonly SortedDictionary<string, JsonObject> files = new(StringComparer.Ordinal);

    /// <summary>Plans all stages.</summary>
    /// <param name="recipe">What is asked for.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="place">A path of the recipe as the processes of the cluster find it.</param>
    /// <exception cref="DistillException">The keys of a stage are not right; the message names the stage.</exception>
    public ClusterPlan(ClusterRecipe recipe, string source, Func<string, string> place)
    {
        (this.recipe, this.source, this.place) = (recipe, source, place);
        if (recipe.Comparison is { } comparison)
        {
            AddComparison(comparison);
            return;
        }

        string[] teacher = [.. recipe.Teacher.Select(place)];
        string[] after = [];
        if (recipe.Generalist is { } generalist)
        {
            AddTraining(Generalist, generalist, _ => { }, []);
            (teacher, after) = ([$"{Generalist}/model.safetensors"], [Generalist]);
        }

        if (recipe.Specialists is { } specialists)
        {
            after = AddSpecialists(specialists, teacher[0], after);
            teacher = [Specialists];
        }

        var labelled = recipe.Label is not null;
        if (recipe.Label is { } label)
        {
            AddLabelling(label, teacher, after);
            after = ["label-finish"];
        }

        void Teach(JsonObject keys)
        {
            if (labelled)
            {
                keys["targets"] = Targets;
            }
            else
            {
                keys["teacher"] = Texts(teacher);
            }
        }

        if (recipe.Student is { } student)
        {
            AddTraining(Student, student, Teach, after);
        }

        if (recipe.Sweep is { } sweep)
        {
            AddSweep(sweep, Teach, after);
        }
    }

    /// <summary>The stages, each after those that it needs.</summary>
    public IReadOnlyList<ClusterStage> Stages => stages;

    /// <summary>The recipe files, by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Files => files;

    /// <summary>Whether a stage is one training, which several ranks can do together.</summary>
    public static bool Trains(string stage) => stage is Generalist or Student;

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private void AddTraining(string name, JsonObject keys, Action<JsonObject> teach, IReadOnlyList<string> after)
    {
        var tree = WithData(keys, name);
        teach(tree);
        TrainRecipe.Read(tree.DeepClone(), $"{source}: {name}", Given(keys));
        string[] line = ["train", "--recipe", $"{name}.json", "--out", name, "--resume-if-there"];
        Add(name, $"{name}.json", tree, null, after, name, recipe.ResourcesOf(name).Ranks > 1 ? [.. line, "--ranks"] : line);
    }

    private string[] AddSpecialists(JsonObject keys, string teacher, IReadOnlyList<string> after)
    {
        var count = WithData([], Counts);
        count["teacher"] = teacher;
        var assign = (JsonObject)count.DeepClone();
        if (keys["countTemperature"] is { } temperature)
        {
            count["countTemperature"] = temperature.DeepClone();
        }

        CountRecipe.Read(count.DeepClone(), $"{source}: {Counts}");
        Add("count", "count.json", count, recipe.Parts, after, Counts, "specialists", "count", "--recipe", "count.json", "--part", "--out", Counts);

        assign["counts"] = Counts;
        assign["specialists"] = keys.DeepClone();
        var planned = SpecialistsRecipe.Read(assign.DeepClone(), $"{source}: {Specialists}", Given(keys, Specialists));
        Add("assign", "specialists.json", assign, null, ["count"], Specialists, "specialists", "assign", "--recipe", "specialists.json", "--out", Specialists, "--resume-if-there");
        Add(Specialists, null, null, planned.Specialists.Count, ["assign"], Specialists, "specialists", "train", Specialists, "--part");
        Add("evaluate", null, null, null, [Specialists], Specialists, "specialists", "evaluate", Specialists);
        return [Specialists];
    }

    private void AddLabelling(JsonObject keys, IEnumerable<string> teacher, IReadOnlyList<string> after)
    {
        var tree = (JsonObject)keys.DeepClone();
        Refuse(keys, "label", "data", "reading", "teacher");
        AddExamples(tree);
        tree["teacher"] = Texts(teacher);
        LabelRecipe.Read(tree.DeepClone(), $"{source}: label");
        Add("label", "label.json", tree, recipe.Parts, after, Targets, "label", "--recipe", "label.json", "--part", "--out", Targets);
        Add("label-finish", null, null, null, ["label"], Targets, "label", "--finish", "--out", Targets);
    }

    private void AddSweep(JsonObject keys, Action<JsonObject> teach, IReadOnlyList<string> after)
    {
        var tree = WithData([], Sweep);
        tree["grid"] = keys.DeepClone();
        teach(tree);
        var planned = SweepRecipe.Read(tree.DeepClone(), $"{source}: {Sweep}", Given(keys, "grid"));
        string[] line = ["sweep", "--recipe", "sweep.json", "--out", Sweep, "--resume-if-there"];
        Add(Sweep, "sweep.json", tree, planned.Grid.Networks.Count, after, Sweep, [.. line, "--part"]);
        Add("sweep-finish", null, null, null, [Sweep], Sweep, line);
    }

    // The members of each stage, then the test; the line is the same, and does what is possible when it runs.
    private void AddComparison(JsonObject keys)
    {
        var tree = (JsonObject)keys.DeepClone();
        // Editors read it in the file that the comparison was copied from.
        tree.Remove("$schema");
        var asked = StrictJson.Read<Recipe>(tree, $"{source}: comparison");
        asked.Validate($"{source}: comparison");
        asked = asked with
        {
            Data = asked.Data with { Set = DataSets.Knows(asked.Data.Set) ? asked.Data.Set : place(asked.Data.Set) },
            Teacher = asked.Teacher with { Files = [.. asked.Teacher.Files.Select(place)] },
        };
        string[] line = ["run", "comparison.json", "--out", "comparison", "--resume-if-there"];
        var choices = asked.Distillation.Temperatures.Count * asked.Distillation.HardWeights.Count;
        var arrays = new (string Name, int Elements)[]
        {
            ("teachers", asked.Teacher.Files.Count == 0 ? asked.Teacher.Members : 0),
            ("teacher-specialists", asked.Teacher.Specialists?.Count ?? 0),
            ("choice", choices > 1 ? choices * asked.Distillation.ChoiceSeeds.Count : 0),
            ("students", asked.Rows.Count * asked.Seeds.Count),
        };
        string[] after = [];
        foreach (var (name, elements) in arrays.Where(array => array.Elements > 0))
        {
            Add(name, null, null, elements, after, "comparison", [.. line, "--part"]);
            after = [name];
        }

        Add("comparison", "comparison.json", (JsonObject)JsonSerializer.SerializeToNode(asked, StrictJson.Options)!, null, after, "comparison", line);
    }

    private void Add(string name, string? file, JsonObject? tree, int? elements, IReadOnlyList<string> after, string output, params string[] arguments)
    {
        if (file is not null)
        {
            files[file] = tree!;
        }

        stages.Add(new ClusterStage(name, arguments, elements, after, output));
    }

    private JsonObject WithData(JsonObject keys, string stage)
    {
        Refuse(keys, stage, "data", "reading", "heldOut", "splitSeed", "limit", "teacher", "targets");
        var tree = (JsonObject)keys.DeepClone();
        AddExamples(tree);
        tree["heldOut"] = recipe.HeldOut;
        tree["splitSeed"] = recipe.SplitSeed;
        if (recipe.Limit is { } limit)
        {
            tree["limit"] = limit;
        }

        return tree;
    }

    private void AddExamples(JsonObject tree)
    {
        tree["data"] = DataSets.Knows(recipe.Data!) ? recipe.Data : place(recipe.Data!);
        tree["reading"] = JsonSerializer.SerializeToNode(recipe.Reading, StrictJson.Options);
    }

    // They are the same for all stages, and a stage that had others would not fit the one before.
    private void Refuse(JsonObject keys, string stage, params IEnumerable<string> common)
    {
        if (common.FirstOrDefault(keys.ContainsKey) is { } key)
        {
            throw new DistillException($"{source}: {stage}.{key} is given once for all stages; leave it out there.");
        }
    }

    // A key that was written and that nothing would read is a mistake.
    private static Dictionary<string, string> Given(JsonObject keys, string? below = null) =>
        keys.ToDictionary(key => below is null ? key.Key : $"{below}.{key.Key}", key => below is null ? key.Key : $"{below}.{key.Key}", StringComparer.Ordinal);
}
