using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes.Teaching;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Recipes;

/// <summary>One labelling: the data, the teacher, and what is kept of its targets.</summary>
internal sealed record LabelRecipe
{
    /// <inheritdoc cref="TrainRecipe.Data"/>
    public required string Data { get; init; }

    /// <inheritdoc cref="TrainRecipe.Reading"/>
    public DataOptions Reading { get; init; } = new();

    /// <summary>Further data to label, names of sets or paths; labels that they have are not read.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>How many variations of each example to label, as <see cref="TrainRecipe.Variations"/>, by the seed 1.</summary>
    public int Variations { get; init; }

    /// <summary>Teacher files, of this toolkit or others, or the folder of trained specialists; several make an ensemble.</summary>
    public required IReadOnlyList<string> Teacher { get; init; }

    /// <inheritdoc cref="TrainRecipe.TeacherOptions"/>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <inheritdoc cref="TrainRecipe.Mean"/>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Arithmetic;

    /// <inheritdoc cref="TrainRecipe.TeacherWeights"/>
    public IReadOnlyList<double>? TeacherWeights { get; init; }

    /// <inheritdoc cref="TrainRecipe.WeighTeachersByCertainty"/>
    public bool WeighTeachersByCertainty { get; init; }

    /// <inheritdoc cref="TargetStoreOptions.TopK"/>
    public int? TopK { get; init; }

    /// <inheritdoc cref="TargetStoreOptions.Temperatures"/>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <inheritdoc cref="TargetStoreOptions.RowsPerShard"/>
    public int? RowsPerShard { get; init; }

    /// <summary>What to keep.</summary>
    internal TargetStoreOptions Options => new() { TopK = TopK, Temperatures = Temperatures, RowsPerShard = RowsPerShard };

    /// <summary>Makes a recipe from a tree of keys.</summary>
    /// <exception cref="DistillException">A key is unknown or a value out of range.</exception>
    public static LabelRecipe Read(JsonNode tree, string source)
    {
        var recipe = StrictJson.Read<LabelRecipe>(tree, source);
        ProblemList.ThrowIfAny(source, [.. recipe.Problems()]);
        return recipe;
    }

    private IEnumerable<string> Problems() => new ProblemList
    {
        UnlabelledExamples.Problems(Unlabelled, Variations, ""),
        { Teacher.Count == 0, "teacher is empty; expected one or more model files, or the folder of specialists" },
        TeacherChoice.Problems(Teacher, null, TeacherOptions),
        TeacherChoice.WeightProblems(Teacher.Count, TeacherWeights, byClass: false, "teacherWeights", "", heldOut: 0),
        TeacherChoice.CertaintyProblems(Teacher.Count, WeighTeachersByCertainty, byClass: false, "weighTeachersByCertainty", ""),
        Options.Problems(int.MaxValue).Select(problem => problem.TrimEnd('.')),
    };
}
