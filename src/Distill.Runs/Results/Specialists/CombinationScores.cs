namespace Distill.Runs.Results.Specialists;

/// <summary>
/// What combination.json holds: a generalist against its combination with its specialists, on the same test examples. A class is
/// covered where one specialist or more has it.
/// </summary>
/// <param name="Dataset">The data set and its part.</param>
/// <param name="Examples">Examples evaluated.</param>
/// <param name="TopClasses">How many of the generalist's most probable classes call their specialists.</param>
/// <param name="CoveredClasses">How many classes are covered.</param>
/// <param name="CoveredExamples">Examples of covered classes: of these is the conditional accuracy.</param>
/// <param name="Generalist">The generalist alone.</param>
/// <param name="Combined">With its specialists.</param>
/// <param name="ByCover">The examples by how many specialists have their class, fewest first.</param>
/// <param name="PairedTest">The generalist against the combination, example by example.</param>
internal sealed record CombinationScores(
    string Dataset,
    long Examples,
    int TopClasses,
    int CoveredClasses,
    long CoveredExamples,
    AccuracyScores Generalist,
    AccuracyScores Combined,
    IReadOnlyList<CoverScores> ByCover,
    PairedTest PairedTest)
{
    /// <summary>The version of the format of combination.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of these scores.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Examples that are right more often, as a share of those that the generalist gets right; null where it gets none right.</summary>
    public double? RelativeGain => Generalist.Correct == 0 ? null : (double)(Combined.Correct - Generalist.Correct) / Generalist.Correct;

    /// <summary>Reads combination.json.</summary>
    /// <exception cref="DistillException">The file is missing, damaged or of a newer format.</exception>
    public static CombinationScores Read(string path)
    {
        var scores = RunJson.Read<CombinationScores>(path);
        return scores.Format != CurrentFormat
                ? throw new DistillException($"{path} has format {scores.Format}, but this version reads {CurrentFormat}; evaluate again.")
            : scores.ByCover.Any(row => row is null)
                ? throw DistillException.Damaged($"{path} holds null in byCover; expected rows. The file is damaged: evaluate again.")
            : scores;
    }

    /// <summary>Writes combination.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    public void Write(string path) => RunJson.Write(path, this);
}
