namespace Distill.Experiments.Specialists;

/// <summary>Specialists of one number and size.</summary>
/// <param name="Count">How many, 2 or more.</param>
/// <param name="ClassesEach">How many classes each; null for a partition.</param>
/// <param name="Passes">How often each sees the examples of its classes.</param>
public sealed record SizePlan(int Count, int? ClassesEach, int Passes);
