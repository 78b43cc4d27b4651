using Distill.Evaluation;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>The students of a row with what they made of the test set.</summary>
internal sealed class TestedRow(RowStudents students, IReadOnlyList<StudentTest> tests)
{
    public RowStudents Students { get; } = students;

    public IReadOnlyList<Predictions> Answers { get; } = [.. tests.Select(test => test.Answers)];

    public IReadOnlyList<ModelEvaluation> Evaluations { get; } = [.. tests.Select(test => test.Evaluation)];

    public IReadOnlyList<CaseScores> Scores => [.. Evaluations.Select(evaluation => evaluation.Scores!)];

    public ComparisonRow ToRow(int topK) => new(
        Students.Row.Id,
        Students.Row.Label,
        Students.Examples,
        Students.Row.UsesLabels ? Students.Examples : 0,
        [.. Students.Students.Zip(tests, (student, test) => new SeedResult(
            student.Seed, test.Evaluation.ToTestScores(topK) with { OutsideAuroc = test.OutsideAuroc }, student.Student.Curve, student.Student.Seconds))],
        Students.Temperature,
        Students.HardWeight,
        Pooled(),
        Students.Objective);

    // Counts add; means weigh by their counts.
    private IReadOnlyList<ReliabilityBin> Pooled()
    {
        var bins = Evaluations.Select(evaluation => evaluation.Metrics.Reliability).ToList();
        return
        [
            .. Enumerable.Range(0, bins[0].Count).Select(index =>
            {
                var all = bins.Select(seed => seed[index]).ToList();
                var count = all.Sum(bin => bin.Count);
                double Mean(Func<ReliabilityBin, double> value) => count == 0 ? 0 : all.Sum(bin => bin.Count == 0 ? 0 : bin.Count * value(bin)) / count;
                return all[0] with { Count = count, MeanConfidence = Mean(bin => bin.MeanConfidence), Accuracy = Mean(bin => bin.Accuracy) };
            }),
        ];
    }
}
