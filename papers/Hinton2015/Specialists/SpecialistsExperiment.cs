using Distill.Runs;
using Experiments;
using Hinton2015.Scale;

namespace Hinton2015.Specialists;

/// <summary>
/// Section 5 of the paper on real images: a generalist, the classes that it confuses, specialists on these, all of them
/// together, and, past the paper, back into one net. docs/specialists.md says how each number was chosen.
/// </summary>
internal sealed record SpecialistsExperiment : IExperimentPlan<SpecialistsExperiment>
{
    /// <summary>The data set, a name of the catalogue or a path.</summary>
    public string Data { get; init; } = "tiny-imagenet";

    /// <summary>Use only this many training and test images, at least 100; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>The share of the training images that choices are made on, 0.01 to 0.5; no net ever trains on them.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>A generalist for each, and all that is made from it.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>"One generalist model trained on all the data."</summary>
    public GeneralistPlan Generalist { get; init; } = new();

    /// <summary>"Many specialist models, each of which is trained on data that is highly enriched in examples from a very confusable subset of the classes."</summary>
    public SpecialistsPlan Specialists { get; init; } = new();

    /// <summary>The combination distilled back into one net, which the paper left undone.</summary>
    public DistilledBackPlan DistilledBack { get; init; } = new();

    /// <summary>What the same time buys without specialists, which the paper does not say.</summary>
    public ControlsPlan Controls { get; init; } = new();

    /// <summary>Other ways to combine the specialists.</summary>
    public VariantsPlan Variants { get; init; } = new();

    /// <summary>Specialists by number, size, rate and kind, on held-out images.</summary>
    public SizesPlan Sizes { get; init; } = new();

    /// <summary>
    /// Glyphs in few planted families, each as large as the paper's specialists are, to see whether clusters of what a trained
    /// generalist confuses are the families.
    /// </summary>
    public ScalePlan Families { get; init; } = new()
    {
        Classes = 1500,
        FamilySize = 250,
        TrainingEach = 2000,
        SpecialistEach = 400,
        TopK = 400,
        Assignment = new() { Specialists = 6, ClassesEach = 300 },
        Trained = 6,
    };

    /// <summary>As many classes and specialists as the paper has, of made-up glyphs.</summary>
    public ScalePlan Scale { get; init; } = new();

    /// <inheritdoc/>
    public SpecialistsExperiment Smoke() => this with
    {
        Data = "glyphs",
        Images = 1200,
        IsSmoke = true,
        Seeds = [.. Seeds.Take(2)],
        Generalist = Generalist.Smoke(),
        Specialists = Specialists.Smoke(),
        DistilledBack = DistilledBack.Smoke(),
        Variants = Variants.Smoke(),
        Sizes = Sizes.Smoke(),
        Families = Families.Smoke(),
        Scale = Scale.Smoke(),
    };

    /// <inheritdoc/>
    public bool HasDataOf(SpecialistsExperiment other) =>
        other is not null && (Data, Images, HeldOut) == (other.Data, other.Images, other.HeldOut) && Seeds.SequenceEqual(other.Seeds);

    /// <inheritdoc/>
    public void Validate(string source)
    {
        ProblemList.ThrowIfAny(source, new ProblemList
        {
            { Images is < 100, $"images is {Images}; expected 100 or more" },
            { HeldOut is not (>= 0.01 and <= 0.5), $"heldOut is {HeldOut}; expected 0.01 to 0.5" },
            { Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count, $"seeds is [{string.Join(", ", Seeds)}]; expected one or more, each once" },
            { "generalist.", Generalist.Problems() },
            { "specialists.", Specialists.Problems() },
            { "distilledBack.", DistilledBack.Problems() },
            { "controls.", Controls.Problems() },
            { "variants.", Variants.Problems() },
            { "sizes.", Sizes.Problems() },
            { "families.", Families.Problems() },
            { "scale.", Scale.Problems() },
        });
    }
}
