using Distill.Models;
using Distill.Onnx.Export;

namespace Distill.Jobs.Budgets;

/// <summary>A student within a budget.</summary>
/// <param name="Network">Its architecture.</param>
/// <param name="Weights">How its file keeps weights.</param>
/// <param name="Cost">What its file takes.</param>
internal sealed record BudgetCandidate(NetworkSpec Network, WeightFormat Weights, FileCost Cost);
