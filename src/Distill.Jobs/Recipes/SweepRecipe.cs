using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Jobs.Recipes.Teaching;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>One sweep: the data, the teacher, and the grid of students.</summary>
public sealed record SweepRecipe
{
    /// <summary>A name of a set, or a path to images, recordings, an archive, IDX, CIFAR or CSV files.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own: size and colour of images, columns of CSV.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>
    /// The share of the training examples kept aside to choose temperature and hard weight of each architecture, 0.01 to
    /// 0.5; 0 holds out nothing and chooses nothing.
    /// </summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Decides which examples are held out.</summary>
    public long SplitSeed { get; init; } = 1;

    /// <summary>Use only this many training examples, picked evenly over the classes; null for all. At least 20.</summary>
    public int? Limit { get; init; }

    /// <summary>Teacher files, of this toolkit or others; several make an ensemble. None where <see cref="Targets"/> are given.</summary>
    public IReadOnlyList<string> Teacher { get; init; } = [];

    /// <summary>What teacher files of other toolkits do not say for themselves.</summary>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <summary>How the distributions of several teachers are averaged.</summary>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Arithmetic;

    /// <summary>How much each teacher file counts in the mean, one number above 0 for each; null counts all alike.</summary>
    public IReadOnlyList<double>? TeacherWeights { get; init; }

    /// <summary>Whether each teacher file counts for each class as it knows it, by the held-out examples.</summary>
    public bool WeighTeachersByClass { get; init; }

    /// <summary>Whether each teacher file counts for each example as it is sure of it, as <see cref="EnsembleTeacher.ByCertainty"/> says.</summary>
    public bool WeighTeachersByCertainty { get; init; }

    /// <summary>A store of soft targets, in place of teacher files.</summary>
    public string? Targets { get; init; }

    /// <summary>
    /// Where teachers and students compute: cpu, the default; cuda, or cuda:1 for the second card; mps; or auto, which is a card where
    /// there is one. Populations are for the processor; elsewhere students train one after another.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>The students.</summary>
    public required SweepGrid Grid { get; init; }

    /// <summary>What of the training part is used, and held out.</summary>
    internal TrainingSplit Split => new(Limit, HeldOut, SplitSeed);

    /// <summary>Makes a recipe from a tree of keys, with all problems reported together.</summary>
    /// <param name="tree">The keys.</param>
    /// <param name="source">What to call them in messages.</param>
    /// <param name="typed">Keys that were typed, as <see cref="TrainRecipe.Read"/> has them; null for a recipe that was stored before.</param>
    /// <exception cref="DistillException">A key is unknown, a value out of range, or a key would change nothing.</exception>
    public static SweepRecipe Read(JsonNode tree, string source, IReadOnlyDictionary<string, string>? typed = null)
    {
        var recipe = StrictJson.Read<SweepRecipe>(tree, source);
        IdleKey[] idle = recipe.Teacher.Count == 0 ? [TeacherChoice.IdleMean(recipe.Mean)] : [];
        ProblemList.ThrowIfAny(source, [.. recipe.Problems(), .. IdleKey.Problems(idle, typed)]);
        return recipe;
    }

    /// <summary>The same steps on very little data, to see in seconds that all of it works; its figures mean nothing.</summary>
    public SweepRecipe Smoke() => this with
    {
        Limit = 600,
        Grid = Grid with
        {
            Temperatures = [.. Grid.Temperatures.Take(2)],
            HardWeights = [.. Grid.HardWeights.Take(1)],
            Seeds = [.. Grid.Seeds.Take(2)],
            Training = Grid.Training with { Duration = Duration.Epochs(1) },
        },
    };

    private IEnumerable<string> Problems() => new ProblemList
    {
        Split.Problems(),
        { Teacher.Count == 0 && Targets is null, "teacher is missing; expected one or more model files, or targets with a store" },
        ComputeDevice.Problems(Device),
        TeacherChoice.Problems(Teacher, Targets, TeacherOptions),
        TeacherChoice.WeightProblems(Teacher.Count, TeacherWeights, WeighTeachersByClass, "teacherWeights", "weighTeachersByClass", HeldOut),
        TeacherChoice.CertaintyProblems(Teacher.Count, WeighTeachersByCertainty, WeighTeachersByClass, "weighTeachersByCertainty", "weighTeachersByClass"),
        Grid.Networks.SelectMany((network, place) => NetworkSizes.Problems(network, $"grid.networks[{place}]")),
        { "grid.", Grid.Problems() },
    };
}
