namespace Distill.Runs.Results.Specialists;

/// <summary>The classes of one specialist.</summary>
/// <param name="Classes">Those nearest to its centroid first.</param>
/// <param name="Confusions">The pairs of them that are confused most, by covariance, strongest first.</param>
internal sealed record AssignedSet(IReadOnlyList<int> Classes, IReadOnlyList<AssignedConfusion> Confusions);
