using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Recipes;

/// <summary>Whose confusions are counted, on which examples: the keys of a <see cref="SpecialistsRecipe"/> that decide the counts.</summary>
internal sealed record CountRecipe
{
    /// <inheritdoc cref="SpecialistsRecipe.Data"/>
    public required string Data { get; init; }

    /// <inheritdoc cref="SpecialistsRecipe.Reading"/>
    public DataOptions Reading { get; init; } = new();

    /// <inheritdoc cref="SpecialistsRecipe.HeldOut"/>
    public double HeldOut { get; init; } = 0.1;

    /// <inheritdoc cref="SpecialistsRecipe.SplitSeed"/>
    public long SplitSeed { get; init; } = 1;

    /// <inheritdoc cref="SpecialistsRecipe.Limit"/>
    public int? Limit { get; init; }

    /// <inheritdoc cref="SpecialistsRecipe.Teacher"/>
    public string? Teacher { get; init; }

    /// <inheritdoc cref="SpecialistsRecipe.TeacherOptions"/>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <inheritdoc cref="SpecialistsRecipe.Targets"/>
    public string? Targets { get; init; }

    /// <summary>T of the predictions whose covariance is counted. Parts must agree in it, so that none chooses it.</summary>
    public double CountTemperature { get; init; } = 1;

    /// <summary>What of the training part is used, and held out.</summary>
    internal TrainingSplit Split => new(Limit, HeldOut, SplitSeed);

    /// <summary>Makes a recipe from a tree of keys, with all problems reported together.</summary>
    /// <exception cref="DistillException">A key is unknown or a value out of range.</exception>
    public static CountRecipe Read(JsonNode tree, string source)
    {
        var recipe = StrictJson.Read<CountRecipe>(tree, source);
        ProblemList.ThrowIfAny(source, [.. recipe.Problems()]);
        return recipe;
    }

    /// <summary>What is out of range in the keys that both recipes have, one sentence each.</summary>
    internal static IEnumerable<string> Problems(TrainingSplit split, string? teacher, ForeignTeacherOptions teacherOptions) => new ProblemList
    {
        { split.HeldOut is not (>= 0 and <= 0.5), $"heldOut is {split.HeldOut}; expected 0 to 0.5" },
        { split.Limit is < 20, $"limit is {split.Limit}; expected 20 or more" },
        { teacher is null && teacherOptions != new ForeignTeacherOptions(), "teacherOptions are given and no teacher file; leave them out, or name the generalist" },
        { "teacherOptions.", teacherOptions.Problems() },
    };

    private IEnumerable<string> Problems() => new ProblemList
    {
        Problems(Split, Teacher, TeacherOptions),
        TeacherSpecialists.CountTemperatureProblems(CountTemperature),
        { (Teacher is null) == (Targets is null), "give either teacher, the generalist's file, or targets, a store of its soft targets" },
    };
}
