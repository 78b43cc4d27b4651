namespace Distill.Runs.Results;

/// <summary>The teacher of a comparison.</summary>
/// <param name="Description">For example "2 convolutional nets, mean of probabilities".</param>
/// <param name="Members">Models in it.</param>
/// <param name="Test">The teacher as a whole on the test set.</param>
/// <param name="Parameters">Weights and biases of all members; null where not counted.</param>
/// <param name="MultiplyAdds">Multiply-adds for one example, all members together; null where not counted.</param>
/// <param name="Throughput">Speed; null where not measured.</param>
/// <param name="MemberErrors">Test errors of each member alone.</param>
/// <param name="Reliability">Reliability on the test set.</param>
/// <param name="GeneralistErrors">Test errors of the generalist alone, where the teacher is one with its specialists; null otherwise.</param>
/// <param name="LabelsUsed">Labels of training examples that it learned from; null where it came as a file, which does not say.</param>
internal sealed record TeacherFacts(
    string Description,
    int Members,
    TestScores Test,
    long? Parameters = null,
    long? MultiplyAdds = null,
    Throughput? Throughput = null,
    IReadOnlyList<long>? MemberErrors = null,
    IReadOnlyList<ReliabilityBin>? Reliability = null,
    long? GeneralistErrors = null,
    long? LabelsUsed = null);
