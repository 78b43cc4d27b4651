using System.Text.Json.Serialization;
using Distill.Runs.Results;
using Experiments;
using Hinton2015.Scale;

namespace Hinton2015.Specialists;

/// <summary>
/// What specialists.json holds: section 5 of the paper on real images, measured. A part that did not run is null. Accuracies
/// are shares of the test examples, 0 to 1, of models after their last step.
/// </summary>
internal sealed record SpecialistsResults : ExperimentResults
{
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

    /// <summary>What a generalist was trained for, in passes over the training images; the mean over the seeds.</summary>
    public double? GeneralistEpochs { get; init; }

    /// <summary>How many of the generalists had stopped gaining on held-out images; null in files of earlier versions.</summary>
    public int? GeneralistsStopped { get; init; }

    /// <summary>By how much the test images were smoothed; null where they are as sharp as those that nets learn from.</summary>
    public TestSmoothing? Smoothing { get; init; }

    /// <summary>The generalists alone.</summary>
    public SpecialistScores? Generalist { get; init; }

    /// <summary>The generalists with their specialists.</summary>
    public SpecialistScores? Combined { get; init; }

    /// <summary>How much more of the test examples are right with specialists, as a share of the generalists' mean; the paper has 4.4 %.</summary>
    public double? RelativeGain { get; init; }

    /// <summary>Paired tests: of the generalists and of the controls against the generalists with specialists, and of those against the students distilled back.</summary>
    public IReadOnlyList<PairedTest>? PairedTests { get; init; }

    /// <summary>The gain by how many specialists cover the true class; the paper's Table 3.</summary>
    public IReadOnlyList<CoverGain>? ByCover { get; init; }

    /// <summary>The gain of the first so many specialists.</summary>
    public IReadOnlyList<CountGain>? BySpecialists { get; init; }

    /// <summary>Specialists by number, size, rate and kind.</summary>
    public IReadOnlyList<SizeTrial>? Sizes { get; init; }

    /// <summary>Other ways to combine the same specialists.</summary>
    public IReadOnlyList<SpecialistVariant>? Variants { get; init; }

    /// <summary>What the same time buys without specialists.</summary>
    public SpecialistControls? Controls { get; init; }

    /// <summary>The generalists with specialists against the better of the two controls of the same steps, the first two of <see cref="Controls"/>.</summary>
    public GainBeyondControl? GainBeyondControls { get; init; }

    /// <summary>The combined teacher distilled into one net.</summary>
    public DistilledBack? DistilledBack { get; init; }

    /// <summary>Clusters against few planted families.</summary>
    public ScaleResults? Families { get; init; }

    /// <summary>The experiment at the size of the paper's.</summary>
    public ScaleResults? Scale { get; init; }

    /// <summary>How long trainings took.</summary>
    public SpecialistMinutes? Minutes { get; init; }

    internal override bool HasHoles() =>
        new[]
        {
            Generalist, Combined, Smoothing?.AsTheyAre, DistilledBack?.Scores, DistilledBack?.Control, DistilledBack?.Continued, DistilledBack?.ContinuedControl,
            Controls?.TrainedOn?.Scores, Controls?.OwnTargets?.Scores, Controls?.Ensemble?.Scores,
        }
            .Concat((Variants ?? []).Select(variant => variant?.Scores))
            .Any(scores => scores is { BySeed.Count: 0 } || scores?.BySeed.Any(seed => seed is null) == true)
        || (Variants ?? []).Any(entry => entry is null)
        || (ByCover ?? []).Any(entry => entry is null)
        || (BySpecialists ?? []).Any(entry => entry is null)
        || (Sizes ?? []).Any(entry => entry is null)
        || (Families?.Stages ?? []).Concat(Scale?.Stages ?? []).Any(entry => entry is null)
        || (PairedTests ?? []).Any(entry => entry is null);
}

/// <summary>What the first so many specialists give.</summary>
/// <param name="Count">How many specialists answer.</param>
/// <param name="Top1">The share of the test examples that are right; the mean over the seeds.</param>
/// <param name="Relative">How much more than the generalist has right, as a share of that.</param>
internal sealed record CountGain(int Count, double Top1, double Relative);

/// <summary>A line of the paper's Table 3: what the specialists change where so many of them cover the true class.</summary>
/// <param name="Cover">How many specialists hold the true class.</param>
/// <param name="Examples">Test examples of such classes, over all seeds.</param>
/// <param name="Delta">How many more of these are right than by the generalist alone, over all seeds.</param>
/// <param name="Relative">The same as a share of those that the generalist has right; null where it has none right.</param>
/// <param name="Share">The same as a share of the examples, with its interval by the bootstrap over examples.</param>
internal sealed record CoverGain(int Cover, long Examples, long Delta, double? Relative = null, Interval? Share = null);

/// <summary>Shares of the test examples, each 0 to 1, for the models of one seed.</summary>
/// <param name="Seed">The seed of the generalist.</param>
/// <param name="Top1">The label is the most probable class.</param>
/// <param name="Top5">The label is among the five most probable classes.</param>
/// <param name="Nll">Mean negative log-likelihood of the label, in nats.</param>
/// <param name="Conditional">Of the examples of covered classes, the label is the most probable of the covered classes; null before classes are assigned.</param>
internal sealed record SeedScores(long Seed, double Top1, double Top5, double Nll, double? Conditional = null);

/// <summary>Specialists of another number and size, on held-out examples of the first seed.</summary>
/// <param name="Specialists">How many.</param>
/// <param name="Passes">How often each saw the examples of its classes.</param>
/// <param name="Top1">The share of held-out examples that are right.</param>
/// <param name="Relative">How much more than the generalist has right, as a share of that.</param>
/// <param name="Epochs">What all specialists together saw, in passes over the training images.</param>
/// <param name="EpochsEach">What the largest of them saw, in passes over the training images.</param>
/// <param name="Active">How many specialists answered for an example, in the mean.</param>
/// <param name="ClassesEach">How many classes each has; null for a partition.</param>
internal sealed record SizeTrial(
    int Specialists, int Passes, double Top1, double Relative, double Epochs, double EpochsEach, double Active, int? ClassesEach = null)
{
    /// <summary>The learning rate at the start; null in files of earlier versions.</summary>
    public double? Rate { get; init; }

    /// <summary>T of the predictions that the classes were clustered by; null in files of earlier versions.</summary>
    public double? CountTemperature { get; init; }

    /// <summary>Whether they have all classes, with the generalist's soft targets for those of others.</summary>
    public bool FullSoftmax { get; init; }
}

/// <summary>How well one way of answering does on the test examples.</summary>
/// <param name="BySeed">One entry a seed.</param>
internal sealed record SpecialistScores(IReadOnlyList<SeedScores> BySeed)
{
    /// <summary>The share whose label is the most probable class; the mean over the seeds.</summary>
    [JsonPropertyOrder(-3)]
    public double Top1 => BySeed.Average(seed => seed.Top1);

    /// <summary>The share whose label is among the five most probable classes; the mean over the seeds.</summary>
    [JsonPropertyOrder(-2)]
    public double Top5 => BySeed.Average(seed => seed.Top5);

    /// <summary>
    /// The paper's conditional accuracy: of the examples of a class that some specialist covers, the share whose label is
    /// the most probable of the covered classes; the mean over the seeds, null before classes are assigned.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public double? Conditional => BySeed.Average(seed => seed.Conditional);

    /// <summary>Of generalists, the share of held-out images that were right after each epoch, seed by seed; null of all else.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? HeldOutByEpoch { get; init; }
}

/// <summary>Another way to train or to combine the specialists, beside the one of the main figures.</summary>
/// <param name="Id">A short name, for example "replace".</param>
/// <param name="Description">What is done, in a sentence.</param>
/// <param name="Scores">How well it does.</param>
/// <param name="RelativeGain">How much more of the test examples are right than by the generalists of the same seeds, as a share.</param>
internal sealed record SpecialistVariant(string Id, string Description, SpecialistScores Scores, double RelativeGain);
