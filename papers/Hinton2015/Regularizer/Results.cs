using System.Text.Json.Serialization;
using Distill.Runs.Results;
using Experiments;
using Hinton2015.Speech;

namespace Hinton2015.Regularizer;

/// <summary>
/// What regularizer.json holds: section 6 of the paper on real speech, measured. A part that did not run is null. Accuracies
/// are shares of frames in the right state, 0 to 1.
/// </summary>
internal sealed record RegularizerResults : ExperimentResults
{
    /// <summary>The recordings.</summary>
    public required SpeechData Data { get; init; }

    /// <summary>States that the nets tell apart.</summary>
    public required int States { get; init; }

    /// <summary>The nets' layers, for example "1040-512-512-512-163".</summary>
    public required string Network { get; init; }

    /// <summary>How frames got their states.</summary>
    public SpeechAlignment? Alignment { get; init; }

    /// <summary>Nets on the labels of all data; the paper has 63.4 % of the training frames and 58.9 % of the test frames.</summary>
    public ConvergedNets? Full { get; init; }

    /// <summary>Nets on 3 % of the data, by what the share is made of; the first is the headline's.</summary>
    public IReadOnlyList<RegularizerUnit>? Units { get; init; }

    /// <summary>T of the soft targets.</summary>
    public double? Temperature { get; init; }

    /// <summary>The share that the nets of <see cref="Units"/> have, 0 to 1.</summary>
    public double? Share { get; init; }

    /// <summary>Trainings over their epochs.</summary>
    public IReadOnlyList<RegularizerCurve>? Curves { get; init; }

    /// <summary>Several shares of the data.</summary>
    public IReadOnlyList<RegularizerShare>? ByShare { get; init; }

    internal override bool HasHoles() =>
        new[] { Full?.BySeed }
            .Concat((Units ?? []).SelectMany(unit => unit is null ? [[]] : new[] { unit.Hard.BySeed, unit.Soft.BySeed }))
            .Concat((ByShare ?? []).SelectMany(entry => entry is null ? [[]] : new[] { entry.Hard.BySeed, entry.Soft.BySeed }))
            .Any(seeds => seeds is { Count: 0 } || seeds?.Any(seed => seed is null) == true)
        || (Units ?? []).Any(unit => unit.Differences.Any(difference => difference is null))
        || (Curves ?? []).Any(curve => curve is null || curve.Points.Any(point => point is null));
}

/// <summary>Nets that are trained to the end of their schedule, without early stopping.</summary>
/// <param name="BySeed">One entry a seed.</param>
internal sealed record ConvergedNets(IReadOnlyList<RegularizerScores> BySeed)
{
    /// <summary>The share of training frames in the right state; the mean over the seeds.</summary>
    [JsonPropertyOrder(-2)]
    public double Train => BySeed.Average(seed => seed.Train);

    /// <summary>The share of the test speakers' frames in the right state; the mean over the seeds.</summary>
    [JsonPropertyOrder(-1)]
    public double Test => BySeed.Average(seed => seed.Test);
}

/// <summary>Nets on labels, where early stopping would have kept them and where training ends. Means over the seeds.</summary>
/// <param name="BySeed">One entry a seed.</param>
internal sealed record StoppedNets(IReadOnlyList<RegularizerScores> BySeed)
{
    /// <summary>The share of training frames in the right state when the validation speakers came out best, as the paper gives it.</summary>
    [JsonPropertyOrder(-4)]
    public double Train => BySeed.Average(seed => seed.BestTrain);

    /// <summary>The share of the test speakers' frames in the right state, then.</summary>
    [JsonPropertyOrder(-3)]
    public double BestTest => BySeed.Average(seed => seed.BestTest);

    /// <summary>The share of training frames in the right state after the last step.</summary>
    [JsonPropertyOrder(-2)]
    public double FinalTrain => BySeed.Average(seed => seed.Train);

    /// <summary>The share of the test speakers' frames in the right state after the last step.</summary>
    [JsonPropertyOrder(-1)]
    public double FinalTest => BySeed.Average(seed => seed.Test);
}

/// <summary>Nets on a share of the data of one kind.</summary>
/// <param name="Unit">What the share is made of.</param>
/// <param name="Hard">On its labels; the paper has 67.3 % of the training frames and, stopped early, 44.5 % of the test frames.</param>
/// <param name="Soft">On soft targets of the same share, made by a net that had all data; the paper has 65.4 % and 57.0 %.</param>
/// <param name="OfFull">Test frame accuracy of <paramref name="Soft"/> as a share of that of the nets that had all data, with seeds and speakers random; the paper has 96.8 %.</param>
internal sealed record RegularizerUnit(ShareUnit Unit, StoppedNets Hard, ConvergedNets Soft, Interval OfFull)
{
    /// <summary>
    /// How much of what labels of the share lack to labels of everything is made up for by soft targets, with seeds and speakers random;
    /// null where labels of the share lack nothing. The paper has 87 %.
    /// </summary>
    public Interval? OfGap { get; init; }

    /// <summary>Comparisons of nets on the share with each other and with those on everything.</summary>
    public IReadOnlyList<FrameDifference> Differences { get; init; } = [];
}

/// <summary>Two kinds of nets on the same test recordings.</summary>
/// <param name="First">One kind, for example "hard".</param>
/// <param name="Second">The other, for example "soft".</param>
/// <param name="FrameErrorRate">Frame error rate of the first less that of the second; above 0 the second is better.</param>
internal sealed record FrameDifference(string First, string Second, Interval FrameErrorRate)
{
    /// <summary>What the interval takes as random: "seeds and speakers".</summary>
    public string? Over { get; init; }

    /// <summary>Student's test over the seeds; null for one seed.</summary>
    public SeedsTest? TOverSeeds { get; init; }
}

/// <summary>A training over its epochs.</summary>
/// <param name="Id">What it learned from: "full", "hard" or "soft".</param>
/// <param name="Share">The share of the training data, 0 to 1.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Points">From the first epoch to the last.</param>
internal sealed record RegularizerCurve(string Id, double Share, long Seed, IReadOnlyList<RegularizerPoint> Points)
{
    /// <summary>What its share is made of; null for everything.</summary>
    public ShareUnit? Unit { get; init; }
}

/// <summary>Shares of frames in the right state at one time of a training.</summary>
/// <param name="Epoch">Passes over its frames.</param>
/// <param name="Train">On the frames that it learns from.</param>
/// <param name="Validation">On the validation speakers.</param>
/// <param name="Test">On the test speakers.</param>
/// <param name="TestNll">Mean negative log-likelihood of the test speakers' states, in nats.</param>
internal sealed record RegularizerPoint(double Epoch, double Train, double Validation, double Test, double TestNll);

/// <summary>A net of one seed on its training frames and on the test speakers' frames; shares of frames in the right state.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Train">On the frames that it learns from, after the last step.</param>
/// <param name="Test">On the test speakers, after the last step.</param>
/// <param name="BestEpoch">When the validation speakers' frames came out best.</param>
/// <param name="BestTrain">On the frames that it learns from, then.</param>
/// <param name="BestTest">On the test speakers, then: what early stopping would give.</param>
/// <param name="TestNll">Mean negative log-likelihood of the test speakers' states after the last step, in nats.</param>
/// <param name="BestTestNll">The same, then.</param>
internal sealed record RegularizerScores(
    long Seed, double Train, double Test, double BestEpoch, double BestTrain, double BestTest, double TestNll, double BestTestNll);

/// <summary>Nets that have a share of the training data alone.</summary>
/// <param name="Unit">What the share is made of.</param>
/// <param name="Share">The share, 0 to 1.</param>
/// <param name="Frames">How many frames that is.</param>
/// <param name="Hard">On their labels.</param>
/// <param name="Soft">On soft targets of the net that had all data.</param>
/// <param name="OfFull">Test frame accuracy on soft targets, without early stopping, as a share of that of the nets that had all data, with seeds and speakers random.</param>
/// <param name="Difference">Labels against soft targets, both at the end.</param>
internal sealed record RegularizerShare(ShareUnit Unit, double Share, long Frames, StoppedNets Hard, ConvergedNets Soft, Interval OfFull, FrameDifference Difference);
