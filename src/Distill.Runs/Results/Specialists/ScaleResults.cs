namespace Distill.Runs.Results.Specialists;

/// <summary>
/// Specialists at the size of the paper's, section 5: what it takes to find the classes of the specialists and to combine their answers, and
/// what that makes for as many examples as the paper has.
/// </summary>
/// <param name="Classes">How many classes.</param>
/// <param name="Families">How many planted families they come in.</param>
/// <param name="Specialists">How many specialists.</param>
/// <param name="Generalist">The net whose predictions all else is made of.</param>
/// <param name="Covariance">Of these predictions.</param>
/// <param name="Clusters">Of its columns.</param>
/// <param name="Combined">The generalist with its specialists.</param>
/// <param name="PeakBytes">The most memory that the process had.</param>
/// <param name="TargetExamples">How many examples the stages are extrapolated to.</param>
/// <param name="Stages">What was measured of each stage, and what follows for so many.</param>
public sealed record ScaleResults(
    int Classes,
    int Families,
    int Specialists,
    ScaleGeneralist Generalist,
    ScaleCovariance Covariance,
    ScaleClusters Clusters,
    ScaleCombined Combined,
    long PeakBytes,
    long TargetExamples,
    IReadOnlyList<ScaleStage> Stages)
{
    /// <summary>How many classes each specialist has; null for a partition.</summary>
    public int? ClassesEach { get; init; }

    /// <summary>Whether it ran on few classes and examples, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }
}
