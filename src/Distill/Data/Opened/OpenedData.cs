namespace Distill.Data;

/// <summary>Data as they were read: their parts, and what was not read and why.</summary>
/// <param name="Train">What models learn from.</param>
/// <param name="Test">What measures them; null where the data are not divided.</param>
public sealed record OpenedData(DataPart Train, DataPart? Test)
{
    /// <summary>What lies among the data and was not read, by reason; empty where all was read.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What was read and may not be meant so, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
