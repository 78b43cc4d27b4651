namespace Distill.Experiments.Jobs;

/// <summary>What a data set holds.</summary>
/// <param name="Parts">Its parts.</param>
/// <param name="Classes">The names of its classes.</param>
public sealed record DataSetDescription(IReadOnlyList<DataSetPart> Parts, IReadOnlyList<string> Classes);
