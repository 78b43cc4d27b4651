namespace Distill.Runs.Results;

/// <summary>How often one class is taken for another on the test set.</summary>
/// <param name="TrueClass">The class that it is.</param>
/// <param name="PredictedClass">The class that it is taken for.</param>
/// <param name="Rows">Mean count over the seeds, by row id.</param>
/// <param name="Teacher">The teacher's count; null without a teacher.</param>
internal sealed record ConfusedPair(
    int TrueClass,
    int PredictedClass,
    IReadOnlyDictionary<string, double> Rows,
    long? Teacher = null);
