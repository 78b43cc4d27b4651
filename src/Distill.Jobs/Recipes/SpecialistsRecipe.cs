using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Recipes;

/// <summary>A generalist, the data that it knows, and the specialists that it gets.</summary>
public sealed record SpecialistsRecipe
{
    /// <summary>A name of a set, or a path to images, recordings, an archive, IDX, CIFAR or CSV files.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own: size and colour of images, columns of CSV.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The share of the training examples that neither counts nor trains, 0 to 0.5; by custom as the generalist's training had it.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Decides which examples are held out.</summary>
    public long SplitSeed { get; init; } = 1;

    /// <summary>Use only this many training examples, picked evenly over the classes; null for all. At least 20.</summary>
    public int? Limit { get; init; }

    /// <summary>The generalist's file. One of another toolkit can be assigned for, but no specialist can start from it.</summary>
    public string? Teacher { get; init; }

    /// <summary>What the file of a generalist of another toolkit does not say for itself.</summary>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <summary>A store of soft targets whose confusions are counted in place of the generalist's.</summary>
    public string? Targets { get; init; }

    /// <summary>A folder of counts, one file a part, which 'distill specialists count' made; null counts all in this process.</summary>
    public string? Counts { get; init; }

    /// <summary>A JSON file from each class to a group that is known beforehand, which the clusters are compared with; null for none.</summary>
    public string? Groups { get; init; }

    /// <summary>The specialists.</summary>
    public required TeacherSpecialists Specialists { get; init; }

    /// <summary>What of the training part is used, and held out.</summary>
    internal TrainingSplit Split => new(Limit, HeldOut, SplitSeed);

    /// <summary>Makes a recipe from a tree of keys, with all problems reported together.</summary>
    /// <param name="tree">The keys.</param>
    /// <param name="source">What to call them in messages.</param>
    /// <param name="typed">Keys that were typed, as <see cref="TrainRecipe.Read"/> has them; null for a recipe that was stored before.</param>
    /// <exception cref="DistillException">A key is unknown, a value out of range, or a key would change nothing.</exception>
    public static SpecialistsRecipe Read(JsonNode tree, string source, IReadOnlyDictionary<string, string>? typed = null)
    {
        var recipe = StrictJson.Read<SpecialistsRecipe>(tree, source);
        ProblemList.ThrowIfAny(source, [.. recipe.Problems(), .. IdleKey.Problems(recipe.Specialists.IdleKeys("specialists"), typed)]);
        return recipe;
    }

    private IEnumerable<string> Problems() => new ProblemList
    {
        CountRecipe.Problems(Split, Teacher, TeacherOptions),
        { Teacher is null && Targets is null, "the generalist is missing; give teacher, its model file, or targets, a store of its soft targets" },
        { "specialists.", Specialists.Problems() },
    };
}
