namespace Distill.Runs.Results.Specialists;

/// <summary>Specialists of another number and size, on held-out examples of the first seed.</summary>
/// <param name="Specialists">How many.</param>
/// <param name="Passes">How often each saw the examples of its classes.</param>
/// <param name="Top1">The share of held-out examples that are right.</param>
/// <param name="Relative">How much more than the generalist has right, as a share of that.</param>
/// <param name="Epochs">What all specialists together saw, in passes over the training images.</param>
/// <param name="EpochsEach">What the largest of them saw, in passes over the training images.</param>
/// <param name="Active">How many specialists answered for an example, in the mean.</param>
/// <param name="ClassesEach">How many classes each has; null for a partition.</param>
public sealed record SizeTrial(
    int Specialists, int Passes, double Top1, double Relative, double Epochs, double EpochsEach, double Active, int? ClassesEach = null);
