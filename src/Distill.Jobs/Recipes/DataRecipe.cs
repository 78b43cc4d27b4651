using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>Which examples a comparison uses, and how they are divided.</summary>
public sealed record DataRecipe
{
    /// <summary>A name of a set, or a path to images, recordings, an archive, IDX, CIFAR or CSV files.</summary>
    public required string Set { get; init; }

    /// <summary>Choices for files of one's own: size and colour of images, columns of CSV, seconds of recordings.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>
    /// Further data, whose labels are not read: names of sets or paths, read as <see cref="Set"/> is. Rows with the examples
    /// <see cref="RowExamples.WithUnlabelled"/> learn from the teacher's answers to them.
    /// </summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>
    /// How many variations of each example rows with <see cref="RowRecipe.Varied"/> see besides it, 0 to 1000: of a text some of its words,
    /// in their order; of an image mixtures with another. Only a teacher has an answer to them.
    /// </summary>
    public int Variations { get; init; }

    /// <summary>
    /// Data of no class: names of sets or paths, read as <see cref="Set"/> is. The test measures how well the confidence of teacher and
    /// students tells test examples from them.
    /// </summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>The share of the training examples kept aside for choices, 0.01 to 0.5. The test set never chooses.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The share of all training examples whose labels the student's team has, greater than 0, at most 1 − held out.</summary>
    public double Labelled { get; init; } = 0.1;

    /// <summary>Decides which examples are held out and which are labelled.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Use only this many training examples, and as many test examples, picked evenly over the classes; null for all. At least 20.</summary>
    public int? Limit { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { string.IsNullOrWhiteSpace(Set), "data.set is empty; expected a name of a set or a path" },
        UnlabelledExamples.Problems(Unlabelled, Variations, "data."),
        { Outside.Any(string.IsNullOrWhiteSpace) || Outside.Distinct(StringComparer.Ordinal).Count() != Outside.Count, "data.outside holds an empty name, or one twice; expected different names of sets, or paths" },
        { HeldOut is not (>= 0.01 and <= 0.5), $"data.heldOut is {HeldOut}; expected 0.01 to 0.5" },
        { Limit is < 20, $"data.limit is {Limit}; expected 20 or more" },
        { !(Labelled > 0 && Labelled <= 1 - HeldOut + 1e-9), $"data.labelled is {Labelled}; expected more than 0 and at most 1 − heldOut ({1 - HeldOut:0.##})" },
    };
}
