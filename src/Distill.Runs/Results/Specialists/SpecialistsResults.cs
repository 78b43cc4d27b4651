namespace Distill.Runs.Results.Specialists;

/// <summary>
/// What specialists.json holds: section 5 of the paper on real images, measured. A part that did not run is null. Accuracies
/// are shares of the test examples, 0 to 1, of models after their last step.
/// </summary>
public sealed record SpecialistsResults : IExperimentResults<SpecialistsResults>
{
    /// <summary>The version of the format of specialists.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of these results.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>How many classes it has.</summary>
    public required int Classes { get; init; }

    /// <summary>Images to train on.</summary>
    public required long TrainingExamples { get; init; }

    /// <summary>Images that choices were made on.</summary>
    public required long HeldOutExamples { get; init; }

    /// <summary>Images in the test set.</summary>
    public required long TestExamples { get; init; }

    /// <summary>The generalist's layers, for example "conv 16-32-64 ×2, 200".</summary>
    public string? Network { get; init; }

    /// <summary>What a generalist was trained for, in passes over the training images.</summary>
    public double? GeneralistEpochs { get; init; }

    /// <summary>The generalists alone.</summary>
    public SpecialistScores? Generalist { get; init; }

    /// <summary>The generalists with their specialists.</summary>
    public SpecialistScores? Combined { get; init; }

    /// <summary>How much more of the test examples are right with specialists, as a share of the generalists' mean; the paper has 4.4 %.</summary>
    public double? RelativeGain { get; init; }

    /// <summary>Paired test of the generalists against the generalists with specialists, and of these against the student distilled back.</summary>
    public IReadOnlyList<PairedTest>? PairedTests { get; init; }

    /// <summary>The gain by how many specialists cover the true class; the paper's Table 3.</summary>
    public IReadOnlyList<CoverGain>? ByCover { get; init; }

    /// <summary>The gain of the first so many specialists.</summary>
    public IReadOnlyList<CountGain>? BySpecialists { get; init; }

    /// <summary>Specialists by number and size.</summary>
    public IReadOnlyList<SizeTrial>? Sizes { get; init; }

    /// <summary>Other ways to train and combine the same specialists.</summary>
    public IReadOnlyList<SpecialistVariant>? Variants { get; init; }

    /// <summary>What the same time buys without specialists.</summary>
    public IReadOnlyList<SpecialistControl>? Controls { get; init; }

    /// <summary>The combined teacher distilled into one net.</summary>
    public DistilledBack? DistilledBack { get; init; }

    /// <summary>Clusters against few planted families.</summary>
    public ScaleResults? Families { get; init; }

    /// <summary>The experiment at the size of the paper's.</summary>
    public ScaleResults? Scale { get; init; }

    /// <summary>How long trainings took.</summary>
    public SpecialistMinutes? Minutes { get; init; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> MinutesByPart { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public ExperimentReceipt? Receipt { get; init; }

    /// <inheritdoc/>
    public static SpecialistsResults Read(string path) =>
        ExperimentFile.Read<SpecialistsResults>(path, CurrentFormat, results => results.Format, results => results.HasHoles());

    /// <inheritdoc/>
    public void Write(string path) => RunJson.Write(path, this);

    /// <inheritdoc/>
    public SpecialistsResults Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentReceipt receipt) =>
        this with { MinutesByPart = minutesByPart, Receipt = receipt };

    private bool HasHoles() =>
        new[] { Generalist, Combined, DistilledBack?.Scores, DistilledBack?.Control, DistilledBack?.Continued }
            .Concat((Variants ?? []).Select(variant => variant?.Scores))
            .Concat((Controls ?? []).Select(control => control?.Scores))
            .Any(scores => scores is { BySeed.Count: 0 } || scores?.BySeed.Any(seed => seed is null) == true)
        || (Variants ?? []).Any(entry => entry is null)
        || (Controls ?? []).Any(entry => entry is null)
        || (ByCover ?? []).Any(entry => entry is null)
        || (BySpecialists ?? []).Any(entry => entry is null)
        || (Sizes ?? []).Any(entry => entry is null)
        || (Families?.Stages ?? []).Concat(Scale?.Stages ?? []).Any(entry => entry is null)
        || (PairedTests ?? []).Any(entry => entry is null)
        || (Receipt?.Commands ?? []).Any(entry => entry is null);
}
