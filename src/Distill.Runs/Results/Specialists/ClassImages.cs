namespace Distill.Runs.Results.Specialists;

/// <summary>Training images of one class, to look at.</summary>
/// <param name="Class">The class.</param>
/// <param name="Images">One or more.</param>
internal sealed record ClassImages(int Class, IReadOnlyList<SampleImage> Images);
