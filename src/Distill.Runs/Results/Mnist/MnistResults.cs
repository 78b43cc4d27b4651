namespace Distill.Runs.Results.Mnist;

/// <summary>
/// What mnist.json holds: section 3 of the paper, measured. A part that did not run is null. Errors are counts out of
/// the 10,000 test images, of models after their last step; lists have one entry a seed.
/// </summary>
public sealed record MnistResults : IExperimentResults<MnistResults>
{
    /// <summary>The version of the format of mnist.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    // The part whose minutes are told apart: the paper has none like it.
    private const string Apart = "ensemble";

    /// <summary>The version of the format of these results.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

    /// <summary>Images in the test set; errors are counts out of these.</summary>
    public required long TestExamples { get; init; }

    /// <summary>The large, regularised net; the paper has 67 errors.</summary>
    public MnistTeacher? Teacher { get; init; }

    /// <summary>The small net on labels alone; the paper has 146 errors.</summary>
    public MnistStudents? Hard { get; init; }

    /// <summary>The small net at T = 20 on images that are not jittered; the paper has 74 errors.</summary>
    public MnistStudents? Distilled { get; init; }

    /// <summary>The small net on jittered images, with the teacher's answers for the same jittered images.</summary>
    public MnistStudents? Consistent { get; init; }

    /// <summary>Small nets that start with some of the teacher's units, at T = 20 on images that are not jittered.</summary>
    public MnistInherited? Inherited { get; init; }

    /// <summary>Ten teachers as one, and the small net distilled from it on jittered images.</summary>
    public MnistEnsemble? Ensemble { get; init; }

    /// <summary>Students of several widths at several temperatures.</summary>
    public IReadOnlyList<MnistTemperature>? Temperature { get; init; }

    /// <summary>What the temperatures of each width differ by.</summary>
    public IReadOnlyList<MnistTemperatureTest>? TemperatureTests { get; init; }

    /// <summary>The transfer set without any 3; the paper has 206 errors, 133 on threes, and after the bias 109 and 14.</summary>
    public MnistOmit3? Omit3 { get; init; }

    /// <summary>The transfer set of 7s and 8s alone; the paper has an error rate of 47.3 %, and after the bias 13.2 %.</summary>
    public MnistOnly78? Only78 { get; init; }

    /// <summary>High temperatures against logit matching, which is their limit.</summary>
    public IReadOnlyList<MnistLimit>? Limit { get; init; }

    /// <summary>Paired tests between rows of students.</summary>
    public IReadOnlyList<PairedTest>? PairedTests { get; init; }

    /// <summary>Minutes of all parts that ran but the ensemble.</summary>
    public double Minutes { get; init; }

    /// <summary>Minutes of each part by its name.</summary>
    public IReadOnlyDictionary<string, double> MinutesByPart { get; init; } = new Dictionary<string, double>();

    /// <summary>What made these results.</summary>
    public ExperimentReceipt? Receipt { get; init; }

    /// <summary>Reads mnist.json.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, or of a newer format.</exception>
    public static MnistResults Read(string path) =>
        ExperimentFile.Read<MnistResults>(path, CurrentFormat, results => results.Format, results => results.HasHoles());

    /// <summary>Writes mnist.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    public void Write(string path) => RunJson.Write(path, this);

    /// <inheritdoc/>
    public MnistResults Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(minutesByPart);
        return this with { MinutesByPart = minutesByPart, Minutes = minutesByPart.Where(pair => pair.Key != Apart).Sum(pair => pair.Value), Receipt = receipt };
    }

    private bool HasHoles() =>
        new[] { Hard?.Errors, Distilled?.Errors, Consistent?.Errors, Inherited?.StartErrors, Inherited?.Hard.Errors, Inherited?.Distilled.Errors, Ensemble?.StudentErrors, Ensemble?.MemberErrors }
            .Concat((Temperature ?? []).Select(entry => entry?.Errors ?? []))
            .Any(errors => errors is { Count: 0 })
        || (Limit ?? []).Any(entry => entry is null || entry.ErrorsBySeed.Count == 0)
        || (TemperatureTests ?? []).Any(test => test is null)
        || (PairedTests ?? []).Any(test => test is null)
        || (Receipt?.Commands ?? []).Any(command => command is null);
}
