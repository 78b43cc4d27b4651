namespace Distill.Jobs.Budgets;

/// <summary>A model after it lost some units and learned again.</summary>
/// <param name="Candidate">What is left, and the bits of the file that it is to fit.</param>
/// <param name="Model">The model, within the run.</param>
/// <param name="Fits">Whether its file is within the budget.</param>
internal sealed record PrunedStep(BudgetCandidate Candidate, string Model, bool Fits);
