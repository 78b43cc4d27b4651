using System.Text.Json.Serialization;
using Distill.Runs.Results;
using Experiments;

namespace Hinton2015.Speech;

/// <summary>
/// What speech.json holds: section 4 of the paper on real speech, measured. A part that did not run is null. Shares are 0 to 1,
/// of models after their last step.
/// </summary>
internal sealed record SpeechResults : ExperimentResults
{
    /// <summary>The recordings.</summary>
    public required SpeechData Data { get; init; }

    /// <summary>How many states the nets have.</summary>
    public required int States { get; init; }

    /// <summary>Frames of 10 ms, each an example.</summary>
    public SpeechCounts Frames => Data.Frames;

    /// <summary>The nets' layers, for example "1040-512-512-512-163".</summary>
    public required string Network { get; init; }

    /// <summary>How frames got their states.</summary>
    public SpeechAlignment? Alignment { get; init; }

    /// <summary>What a net was trained for on labels, in passes over the frames.</summary>
    public double? BaselineEpochs { get; init; }

    /// <summary>Nets that differ by their random start alone; the paper has 58.9 % of frames and 10.9 % of words wrong.</summary>
    public SpeechScores? Baseline { get; init; }

    /// <summary>The ensemble of all of them; the paper has 61.1 % and 10.7 %.</summary>
    public SpeechScores? Ensemble { get; init; }

    /// <summary>Ensembles of the first so many of them.</summary>
    public IReadOnlyList<SpeechSize>? BySize { get; init; }

    /// <summary>Students of the ensemble by temperature.</summary>
    public IReadOnlyList<SpeechTemperature>? ByTemperature { get; init; }

    /// <summary>The temperature with the best students on the validation speakers.</summary>
    public double? Temperature { get; init; }

    /// <summary>Weight on the labels in distillation.</summary>
    public double? HardWeight { get; init; }

    /// <summary>What a student was trained for, in passes over as many frames as there are in training.</summary>
    public double? DistilledEpochs { get; init; }

    /// <summary>At which speeds the distilled nets heard the training recordings; the ensemble answered for each.</summary>
    public IReadOnlyList<double>? Speeds { get; init; }

    /// <summary>One net of the same size, distilled from the ensemble; the paper has 60.8 % and 10.7 %.</summary>
    public SpeechScores? Distilled { get; init; }

    /// <summary>The same nets, distilled on the training recordings as they are, as in the paper.</summary>
    public SpeechScores? Plain { get; init; }

    /// <summary>Nets on labels alone, trained on what the distilled nets heard and for as long.</summary>
    public SpeechScores? Longer { get; init; }

    /// <summary>(distilled − baseline) / (ensemble − baseline) of the frame accuracies, over what <see cref="SpeechDifference.Over"/> says; the paper has "more than 80 %".</summary>
    public Interval? Transferred { get; init; }

    /// <summary>The same of <see cref="Plain"/>.</summary>
    public Interval? PlainTransferred { get; init; }

    /// <summary>Comparisons of two kinds of models.</summary>
    public IReadOnlyList<SpeechDifference>? Differences { get; init; }

    internal override bool HasHoles() =>
        new[] { Baseline, Ensemble, Distilled, Plain, Longer }.Any(scores => scores is not null
            && (scores.FrameAccuracy.Count == 0 || scores.Wer.Count == 0 || scores.IsolatedWer.Count == 0 || scores.WordErrors.Any(errors => errors is null)))
        || (ByTemperature ?? []).Any(entry => entry is null || entry.FrameAccuracy.Count == 0 || entry.ValidationFrameAccuracy.Count == 0)
        || (BySize ?? []).Any(entry => entry is null)
        || (Differences ?? []).Any(entry => entry is null);
}

/// <summary>How the frames got their states.</summary>
/// <param name="Iterations">Re-estimations of the Gaussian models, from a flat start.</param>
/// <param name="LogLikelihood">Of the best paths under these models, a frame, in nats.</param>
/// <param name="Moved">The share of training frames that each realignment by a net gave another state.</param>
/// <param name="SilenceShare">The share of training frames in a state of silence, in the end.</param>
internal sealed record SpeechAlignment(int Iterations, double LogLikelihood, IReadOnlyList<double> Moved, double SilenceShare);

/// <summary>How much there is of something in each part of the recordings; no speaker is in two of them.</summary>
/// <param name="Train">What nets learn from.</param>
/// <param name="Validation">What choices are made on.</param>
/// <param name="Test">What measures.</param>
internal sealed record SpeechCounts(long Train, long Validation, long Test);

/// <summary>The recordings of an experiment with speech, and the states that their frames are labelled with.</summary>
/// <param name="Set">The set's name or path.</param>
/// <param name="Words">How many words there are.</param>
/// <param name="Speakers">How many people speak.</param>
/// <param name="Utterances">Recordings of a word.</param>
/// <param name="Frames">Frames of 10 ms, each an example.</param>
internal sealed record SpeechData(string Set, int Words, SpeechCounts Speakers, SpeechCounts Utterances, SpeechCounts Frames);

/// <summary>Two kinds of models on the same test recordings.</summary>
/// <param name="First">One kind, for example "baseline".</param>
/// <param name="Second">The other, for example "distilled".</param>
/// <param name="FrameErrorRate">Frame error rate of the first less that of the second; above 0 the second is better.</param>
/// <param name="Wer">Word error rate on connected strings of the first less that of the second.</param>
internal sealed record SpeechDifference(string First, string Second, Interval FrameErrorRate, Interval Wer)
{
    /// <summary>What the intervals take as random, for example "seeds and speakers"; null in results of earlier versions: recordings alone.</summary>
    public string? Over { get; init; }

    /// <summary>Student's test of the frame error rates over the seeds; null for one seed, and in results of earlier versions.</summary>
    public SeedsTest? TOverSeeds { get; init; }
}

/// <summary>How well one kind of acoustic model does on the test speakers; lists have one entry a seed.</summary>
/// <param name="FrameAccuracy">The share of frames whose most probable state is that of the forced alignment.</param>
/// <param name="Wer">The word error rate on connected strings of words.</param>
/// <param name="IsolatedWer">The word error rate on single words, exactly one of which is recognised.</param>
/// <param name="WordErrors">What the errors on connected strings are.</param>
internal sealed record SpeechScores(
    IReadOnlyList<double> FrameAccuracy, IReadOnlyList<double> Wer, IReadOnlyList<double> IsolatedWer, IReadOnlyList<SpeechWordErrors> WordErrors);

/// <summary>The first so many models as an ensemble, on the test speakers.</summary>
/// <param name="Members">How many.</param>
/// <param name="FrameAccuracy">The share of frames in the right state.</param>
/// <param name="Wer">The word error rate on connected strings.</param>
internal sealed record SpeechSize(int Members, double FrameAccuracy, double Wer);

/// <summary>Students at one temperature.</summary>
/// <param name="Temperature">T of the soft targets.</param>
/// <param name="ValidationFrameAccuracy">On the validation speakers, by which the temperature is chosen; one entry a seed.</param>
/// <param name="FrameAccuracy">On the test speakers; one entry a seed.</param>
internal sealed record SpeechTemperature(
    [property: JsonPropertyName("T")] double Temperature, IReadOnlyList<double> ValidationFrameAccuracy, IReadOnlyList<double> FrameAccuracy);

/// <summary>The errors on connected strings.</summary>
/// <param name="Words">Words that were said.</param>
/// <param name="Substitutions">Words taken for others.</param>
/// <param name="Insertions">Words that were not said.</param>
/// <param name="Deletions">Words that were missed.</param>
/// <param name="Penalty">What each word costs in the search, chosen on validation strings.</param>
internal sealed record SpeechWordErrors(long Words, long Substitutions, long Insertions, long Deletions, double Penalty);
