namespace Distill.Runs.Results.Speech;

/// <summary>
/// What speech.json holds: section 4 of the paper on real speech, measured. A part that did not run is null. Shares are 0 to 1,
/// of models after their last step.
/// </summary>
public sealed record SpeechResults : IExperimentResults<SpeechResults>
{
    /// <summary>The version of the format of speech.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of these results.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

    /// <summary>The recordings.</summary>
    public required SpeechData Data { get; init; }

    /// <summary>States that the nets tell apart.</summary>
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

    /// <summary>All of them as one; the paper has 61.1 % and 10.7 %.</summary>
    public SpeechScores? Ensemble { get; init; }

    /// <summary>The first so many of them as one.</summary>
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

    /// <summary>(distilled − baseline) / (ensemble − baseline) of the frame accuracies; the paper has "more than 80 %".</summary>
    public Interval? Transferred { get; init; }

    /// <summary>The same of <see cref="Plain"/>.</summary>
    public Interval? PlainTransferred { get; init; }

    /// <summary>Comparisons of two kinds of models.</summary>
    public IReadOnlyList<SpeechDifference>? Differences { get; init; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> MinutesByPart { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public ExperimentReceipt? Receipt { get; init; }

    /// <inheritdoc/>
    public static SpeechResults Read(string path) =>
        ExperimentFile.Read<SpeechResults>(path, CurrentFormat, results => results.Format, results => results.HasHoles());

    /// <inheritdoc/>
    public void Write(string path) => RunJson.Write(path, this);

    /// <inheritdoc/>
    public SpeechResults Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentReceipt receipt) =>
        this with { MinutesByPart = minutesByPart, Receipt = receipt };

    private bool HasHoles() =>
        new[] { Baseline, Ensemble, Distilled, Plain, Longer }.Any(scores => scores is not null
            && (scores.FrameAccuracy.Count == 0 || scores.Wer.Count == 0 || scores.IsolatedWer.Count == 0 || scores.WordErrors.Any(errors => errors is null)))
        || (ByTemperature ?? []).Any(entry => entry is null || entry.FrameAccuracy.Count == 0 || entry.ValidationFrameAccuracy.Count == 0)
        || (BySize ?? []).Any(entry => entry is null)
        || (Differences ?? []).Any(entry => entry is null)
        || (Receipt?.Commands ?? []).Any(entry => entry is null);
}
