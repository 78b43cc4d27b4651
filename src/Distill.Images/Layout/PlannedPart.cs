namespace Distill.Images;

/// <summary>A part of data to decode.</summary>
/// <param name="Plan">Which files become which examples.</param>
/// <param name="Name">What to call the part.</param>
/// <param name="File">The file of the cache that holds it, or will.</param>
internal sealed record PlannedPart(ImagePlan Plan, string Name, string File);
