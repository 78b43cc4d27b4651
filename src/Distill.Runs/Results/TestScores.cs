namespace Distill.Runs.Results;

/// <summary>How one model does on the test set, at temperature 1.</summary>
/// <param name="Errors">Test examples whose most probable class is wrong.</param>
/// <param name="Nll">Mean negative log-likelihood of the true class, in nats.</param>
/// <param name="Ece">Expected calibration error, a fraction.</param>
/// <param name="Brier">Mean Brier score, 0 to 2.</param>
/// <param name="TopKAccuracy">Share of examples whose true class is among the k most probable; null where not measured.</param>
/// <param name="Agreement">Share of examples on which model and teacher choose the same class; null without a teacher.</param>
/// <param name="KlToTeacher">Mean KL(teacher ‖ model) in nats; null without a teacher.</param>
/// <param name="OutsideAuroc">
/// How well the confidence tells test examples from examples of no class: the share of pairs in which the test example has the larger
/// one, 0.5 for chance; null where there were none.
/// </param>
public sealed record TestScores(
    long Errors,
    double Nll,
    double Ece,
    double Brier,
    double? TopKAccuracy = null,
    double? Agreement = null,
    double? KlToTeacher = null,
    double? OutsideAuroc = null);
