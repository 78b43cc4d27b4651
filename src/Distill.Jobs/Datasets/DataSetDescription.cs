using Distill.Data;

namespace Distill.Jobs.Datasets;

/// <summary>What a data set holds.</summary>
/// <param name="Parts">Its parts; only the training part where no example has a label.</param>
/// <param name="Classes">The names of its classes.</param>
/// <param name="LeftOut">What lies among the data and is not read, by reason.</param>
/// <param name="Warnings">What was read and may not be meant so, a sentence each.</param>
internal sealed record DataSetDescription(
    IReadOnlyList<DataSetPart> Parts, IReadOnlyList<string> Classes, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Warnings);
