namespace Distill.Studio.Playground;

/// <summary>A model of the studio's folder.</summary>
/// <param name="Id">Its run or file, from the folder, with slashes.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Assignment">The file that says which classes its specialists have; null for a model without specialists.</param>
internal sealed record ListedModel(string Id, string Path, DateTime Written, string? Assignment = null);
