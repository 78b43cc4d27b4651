namespace Distill.Runs.Results.Speech;

/// <summary>
/// What regularizer.json holds: section 6 of the paper on real speech, measured. A part that did not run is null. Accuracies
/// are shares of frames in the right state, 0 to 1.
/// </summary>
public sealed record RegularizerResults : IExperimentResults<RegularizerResults>
{
    /// <summary>The version of the format of regularizer.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of these results.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

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

    /// <summary>Nets on the labels of 3 % of the data; the paper has 67.3 % and, early-stopped, 44.5 %.</summary>
    public StoppedNets? Hard3 { get; init; }

    /// <summary>Nets on soft targets of the same 3 %, made by a net that had all data; the paper has 65.4 % and 57.0 %.</summary>
    public ConvergedNets? Soft3 { get; init; }

    /// <summary>Test frame accuracy of <see cref="Soft3"/> as a share of that of <see cref="Full"/>; the paper has 96.8 %.</summary>
    public double? SoftOfFull { get; init; }

    /// <summary>T of the soft targets.</summary>
    public double? Temperature { get; init; }

    /// <summary>The share that the two rows of 3 % have, 0 to 1.</summary>
    public double? Share { get; init; }

    /// <summary>What a share is made of: "frames" or "recordings".</summary>
    public string? Unit { get; init; }

    /// <summary>Comparisons of nets on the share with each other and with those on everything.</summary>
    public IReadOnlyList<FrameDifference>? Differences { get; init; }

    /// <summary>Trainings over their epochs.</summary>
    public IReadOnlyList<RegularizerCurve>? Curves { get; init; }

    /// <summary>Several shares of the data.</summary>
    public IReadOnlyList<RegularizerShare>? ByShare { get; init; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> MinutesByPart { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public ExperimentReceipt? Receipt { get; init; }

    /// <inheritdoc/>
    public static RegularizerResults Read(string path) =>
        ExperimentFile.Read<RegularizerResults>(path, CurrentFormat, results => results.Format, results => results.HasHoles());

    /// <inheritdoc/>
    public void Write(string path) => RunJson.Write(path, this);

    /// <inheritdoc/>
    public RegularizerResults Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentReceipt receipt) =>
        this with { MinutesByPart = minutesByPart, Receipt = receipt };

    private bool HasHoles() =>
        new[] { Full?.BySeed, Hard3?.BySeed, Soft3?.BySeed }
            .Concat((ByShare ?? []).SelectMany(entry => entry is null ? [[]] : new[] { entry.Hard.BySeed, entry.Soft.BySeed }))
            .Any(seeds => seeds is { Count: 0 } || seeds?.Any(seed => seed is null) == true)
        || (Differences ?? []).Any(difference => difference is null)
        || (Curves ?? []).Any(curve => curve is null || curve.Points.Any(point => point is null))
        || (Receipt?.Commands ?? []).Any(entry => entry is null);
}
