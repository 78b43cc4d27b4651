namespace Distill.Runs.Results;

/// <summary>A student's answer to one example at temperature 1.</summary>
/// <param name="Row">The student's row.</param>
/// <param name="Probabilities">Probabilities of the example's shown classes, in their order; the rest is on other classes.</param>
internal sealed record StudentProbabilities(string Row, IReadOnlyList<double> Probabilities);
