using Distill.Evaluation;

namespace Distill.Jobs.Comparisons;

/// <summary>What one student made of the test set.</summary>
/// <param name="Answers">Its distributions.</param>
/// <param name="Evaluation">How good they are.</param>
/// <param name="OutsideAuroc">How well its confidence tells test examples from those of no class; null where there are none.</param>
internal sealed record StudentTest(Predictions Answers, ModelEvaluation Evaluation, double? OutsideAuroc);
