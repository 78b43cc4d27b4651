namespace Distill.Runs.Results.Mnist;

/// <summary>Small nets that start with some of the teacher's units, on images that are not jittered.</summary>
/// <param name="StartErrors">Test errors of the drawn units before any training, one a seed.</param>
/// <param name="Hard">The same after training on labels alone.</param>
/// <param name="Distilled">The same after training on soft targets.</param>
public sealed record MnistInherited(IReadOnlyList<long> StartErrors, MnistStudents Hard, MnistStudents Distilled);
