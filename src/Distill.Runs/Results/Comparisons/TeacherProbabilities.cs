namespace Distill.Runs.Results;

/// <summary>The teacher's answer to one example at one temperature.</summary>
/// <param name="Temperature">The temperature.</param>
/// <param name="Probabilities">Probabilities of the example's shown classes, in their order; the rest is on other classes.</param>
internal sealed record TeacherProbabilities(double Temperature, IReadOnlyList<double> Probabilities);
