using Distill.Libtorch;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>
/// A comparison from data to report: a teacher, a student, and the ways in which the student is taught, over several
/// seeds. Written by people as JSON; docs/recipe.schema.json describes it to editors.
/// </summary>
public sealed record Recipe
{
    /// <summary>A short name; run directories carry it.</summary>
    public required string Name { get; init; }

    /// <summary>The heading of the report.</summary>
    public string? Title { get; init; }

    /// <summary>The examples.</summary>
    public required DataRecipe Data { get; init; }

    /// <summary>The teacher.</summary>
    public required TeacherRecipe Teacher { get; init; }

    /// <summary>The student.</summary>
    public required StudentRecipe Student { get; init; }

    /// <summary>Temperature and hard weight.</summary>
    public DistillationRecipe Distillation { get; init; } = new();

    /// <summary>The ways of teaching; the default is labels alone against distilled, on the labelled part.</summary>
    public IReadOnlyList<RowRecipe> Rows { get; init; } =
    [
        new RowRecipe { Id = "hard", Label = "Labels alone", Teacher = false },
        new RowRecipe { Id = "distilled", Label = "Distilled" },
    ];

    /// <summary>A student for each seed and row; students of one seed start from the same weights in every row.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>
    /// Where teachers and students compute: cpu, the default; cuda, or cuda:1 for the second card; mps; or auto, which is a card where
    /// there is one. Trainings go on where they began.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>Whether it is the short form that <see cref="Smoke"/> makes, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>Reads a recipe and applies overrides.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="overrides">Each "path=value", for example "student.training.batchSize=128".</param>
    /// <exception cref="DistillException">The file or an override is not right; the message lists what is wrong.</exception>
    public static Recipe Read(string path, IEnumerable<string> overrides)
    {
        var tree = StrictJson.ReadTree(path);
        var set = overrides.ToList();
        SetOption.Apply(tree, set);
        var recipe = StrictJson.Read<Recipe>(tree, path);
        var typed = SetOption.Typed(set);
        ProblemList.ThrowIfAny(path, [.. recipe.Problems(), .. IdleKey.Problems(recipe.IdleKeys(typed), typed)]);
        return recipe;
    }

    /// <summary>Checks all ranges at once.</summary>
    /// <exception cref="DistillException">Something is out of range; the message lists everything that is.</exception>
    public void Validate(string source) => ProblemList.ThrowIfAny(source, Problems());

    /// <summary>
    /// The same steps on very little data, to see in seconds that all of it works; its figures mean nothing.
    /// </summary>
    public Recipe Smoke() => this with
    {
        IsSmoke = true,
        Data = Data with { Limit = 600 },
        Teacher = Teacher with
        {
            Training = Teacher.Training with { Duration = Duration.Epochs(1) },
            Specialists = Teacher.Specialists?.Smoke(),
        },
        Student = Student with { Training = Student.Training with { Duration = Duration.Epochs(2) } },
        Distillation = Distillation with { Temperatures = [.. Distillation.Temperatures.Take(2)], HardWeights = [.. Distillation.HardWeights.Take(1)] },
        Rows = [.. Rows.Select(row => row with { Epochs = null })],
        Seeds = [.. Seeds.Take(2)],
    };

    private ProblemList Problems() => new()
    {
        { string.IsNullOrWhiteSpace(Name), "name is empty; expected a short name" },
        {
            Teacher.Vectors is null && Rows.Any(row => row.Vectors is not null),
            $"rows: '{Rows.FirstOrDefault(row => row.Vectors is not null)?.Id}' follows vectors, and teacher.vectors names no store of them; make one with 'distill vectors'"
        },
        {
            Rows.Count == 0 || Rows.Select(row => row.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count() != Rows.Count,
            "rows is empty or has an id twice; expected one or more rows, each with an id of its own"
        },
        Rows.Where(row => row.Generalist && Teacher.Specialists is null).Take(1).Select(
            alone => $"rows: '{alone.Id}' has the generalist's soft targets, and teacher has no specialists; give teacher.specialists, or leave generalist out"),
        Rows.Where(row => row.CaseWeight == CaseWeight.Agreement && !Teacher.KeepsMembers).Take(1).Select(
            alone => $"rows: '{alone.Id}' has caseWeight agreement, which is of two or more models, each of whose answers are stored: not of one, nor of a plain geometric mean; change teacher, or choose another caseWeight"),
        { Seeds.Count == 0 || Seeds.Distinct().Count() != Seeds.Count, "seeds is empty or has a seed twice; expected one or more different numbers" },
        {
            Rows.Any(row => row.Teacher) && Student.Training.Augmentation is { IsIdentity: false },
            "student.training.augmentation: rows with a teacher learn from its answers to the plain images, which cannot follow augmentation; leave it out"
        },
        ComputeDevice.Problems(Device),
        Data.Problems(),
        Rows.Where(row => row.Examples == RowExamples.WithUnlabelled && Data.Unlabelled.Count == 0).Take(1).Select(
            lacking => $"rows: '{lacking.Id}' sees unlabelled examples, and data.unlabelled names none"),
        Rows.Where(row => row.Varied && Data.Variations == 0).Take(1).Select(lacking => $"rows: '{lacking.Id}' is varied, and data.variations is 0"),
        Rows.Where(row => row.IsDecidedByAll && row.Objective != ObjectiveKind.Distillation && (Distillation.Chooses || Distillation.HardWeights.Contains(1))).Select(
            undecided => $"rows: '{undecided.Id}' shares a temperature or a weight on the labels that are for plain soft targets; give it temperature and hardWeight of its own"),
        Teacher.Problems(),
        NetworkSizes.Problems(Student.Network, "student.network"),
        { "student.training.", Student.Training.Problems() },
        Distillation.Problems(),
        Rows.SelectMany(row => row.Problems()),
    };

    private IEnumerable<IdleKey> IdleKeys(IReadOnlyDictionary<string, string> typed)
    {
        var (choice, training, data) = (new DistillationRecipe(), new TrainingOptions(), new DataRecipe { Set = Data.Set });
        var decides = Rows.Any(row => row.IsDecidedByAll);
        var chooses = decides && Distillation.Chooses;
        yield return new("student.training.seed", Student.Training.Seed != training.Seed, "seeds decides");
        if (!decides)
        {
            const string own = "no row has the temperature and the weight that rows share";
            yield return new("distillation.temperatures", !Distillation.Temperatures.SequenceEqual(choice.Temperatures), own);
            yield return new("distillation.hardWeights", !Distillation.HardWeights.SequenceEqual(choice.HardWeights), own);
        }

        if (!chooses)
        {
            yield return new(
                "distillation.choiceSeeds", !Distillation.ChoiceSeeds.SequenceEqual(choice.ChoiceSeeds),
                "with one temperature and one hard weight there is nothing to choose");
        }

        if (!chooses && Rows.All(row => row.Epochs is not null))
        {
            yield return new("student.training.duration", Student.Training.Duration != training.Duration, "every row has epochs of its own");
        }

        yield return new("teacher.vectors", Teacher.Vectors is not null && Rows.All(row => row.Vectors is null), "no row has vectors, which is their weight");
        if (Rows.All(row => row.Examples != RowExamples.WithUnlabelled))
        {
            yield return new("data.unlabelled", Data.Unlabelled.Count > 0, "no row has the examples withUnlabelled");
        }

        if (Rows.All(row => !row.Varied))
        {
            yield return new("data.variations", Data.Variations != 0, "no row is varied");
        }

        if (!chooses && Rows.All(row => row.Examples != RowExamples.Labelled))
        {
            yield return new("data.labelled", Data.Labelled != data.Labelled, "every row sees all examples");
        }

        foreach (var key in Teacher.IdleKeys(typed.ContainsKey("teacher.files")))
        {
            yield return key;
        }
    }
}
