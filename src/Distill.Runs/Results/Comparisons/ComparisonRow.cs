namespace Distill.Runs.Results;

/// <summary>One way to train the student, over several seeds.</summary>
/// <param name="Id">Short name, for example "hard"; the same in folders and tests.</param>
/// <param name="Label">Name for people, for example "Labels alone".</param>
/// <param name="ExamplesUsed">Training examples seen.</param>
/// <param name="LabelsUsed">Labels of them used; 0 where the teacher alone speaks.</param>
/// <param name="Seeds">The trained students, one a seed.</param>
/// <param name="Temperature">Temperature of distillation; null without a teacher.</param>
/// <param name="HardWeight">Weight on the labels: 1 without a teacher, 0 without labels.</param>
/// <param name="Reliability">Reliability on the test set, all seeds pooled.</param>
/// <param name="Objective">What is minimised, in words; null where temperature and weight say it.</param>
internal sealed record ComparisonRow(
    string Id,
    string Label,
    long ExamplesUsed,
    long LabelsUsed,
    IReadOnlyList<SeedResult> Seeds,
    double? Temperature = null,
    double HardWeight = 1,
    IReadOnlyList<ReliabilityBin>? Reliability = null,
    string? Objective = null)
{
    /// <summary>Mean test errors over the seeds.</summary>
    public double MeanErrors => MeanOf(scores => scores.Errors) ?? double.NaN;

    /// <summary>Standard deviation of the test errors over the seeds, with n − 1; null for one seed.</summary>
    public double? ErrorDeviation => Seeds.Count < 2
        ? null
        : Math.Sqrt(Seeds.Sum(seed => Math.Pow(seed.Test.Errors - MeanErrors, 2)) / (Seeds.Count - 1));

    /// <summary>The mean over the seeds of one score; null where a seed lacks it.</summary>
    public double? MeanOf(Func<TestScores, double?> score) =>
        Seeds.Any(seed => score(seed.Test) is null) ? null : Seeds.Average(seed => score(seed.Test));
}
