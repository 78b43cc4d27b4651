namespace Distill.Runs.Results.Mnist;

/// <summary>Students that differ by their seeds alone.</summary>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="Epochs">Passes over the 60,000 training images; a jittered image counts as a pass over its original.</param>
/// <param name="Temperature">Temperature of distillation; null on labels alone.</param>
/// <param name="HardWeight">Weight on the labels: 1 on labels alone.</param>
public sealed record MnistStudents(IReadOnlyList<long> Errors, double Epochs, double? Temperature = null, double HardWeight = 1);
