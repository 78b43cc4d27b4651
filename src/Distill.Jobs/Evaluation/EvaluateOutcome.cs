using Distill.Evaluation;
using Distill.Runs.Results;

namespace Distill.Jobs.Evaluation;

/// <summary>What was measured of a model.</summary>
/// <param name="Model">Its figures.</param>
/// <param name="Against">The model and another one, case by case; null when none was given.</param>
public sealed record EvaluateOutcome(EvaluationSummary Model, ModelComparison? Against);
