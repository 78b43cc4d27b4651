namespace Distill.Runs.Results.Mnist;

/// <summary>Teachers that differ by their seeds alone, as one, and students distilled from it.</summary>
/// <param name="TeacherErrors">Test errors of the mean of their distributions.</param>
/// <param name="MemberDescription">The layers of each, for example "conv 16-32, 128, 10".</param>
/// <param name="MemberErrors">Test errors of each alone.</param>
/// <param name="MemberEpochs">Passes over the training set of each.</param>
/// <param name="StudentErrors">Test errors of the students, one a seed.</param>
/// <param name="StudentEpochs">Passes over the 60,000 training images; a jittered image counts as a pass over its original.</param>
/// <param name="Temperature">Temperature of distillation.</param>
public sealed record MnistEnsemble(
    long TeacherErrors,
    string MemberDescription,
    IReadOnlyList<long> MemberErrors,
    double MemberEpochs,
    IReadOnlyList<long> StudentErrors,
    double StudentEpochs,
    double Temperature);
