namespace Distill.Jobs.Budgets;

/// <summary>What a student's file takes.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Milliseconds">One example alone in ONNX Runtime on this machine, the median; null where nothing asks for it.</param>
internal sealed record FileCost(long Bytes, double? Milliseconds = null);
