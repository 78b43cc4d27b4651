using Distill.Evaluation;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Studio.Playground;

/// <summary>What a model says of test examples spread evenly over the test set.</summary>
/// <param name="Set">The test set.</param>
/// <param name="Positions">The examples, in the order of the answers.</param>
/// <param name="Answers">The distributions.</param>
internal sealed record TestPredictions(TestSet Set, int[] Positions, Predictions Answers)
{
    private const int MostExamples = 3000;
    private const int MostNumbers = 8_000_000;

    /// <summary>Asks a model.</summary>
    /// <exception cref="DistillException">It does not fit the data.</exception>
    public static TestPredictions Of(string path, TestSet set, CancellationToken cancellationToken)
    {
        var count = Math.Min(set.Examples.Count, Math.Clamp(MostNumbers / Math.Max(1, set.Examples.ClassNames.Count), 1, MostExamples));
        int[] positions = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * set.Examples.Count / count))];
        var some = count == set.Examples.Count ? set.Examples : set.Examples.Subset(positions, set.Examples.Name);
        using var teacher = OpenedTeacher.At(path, some, new ForeignTeacherOptions()).Teacher;
        return new TestPredictions(set, positions, Predictor.Of(teacher).Predict(some, cancellationToken: cancellationToken));
    }
}
