using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Runs.Results;
using static TorchSharp.torch;

namespace Distill.Jobs.Comparisons;

/// <summary>
/// Test images to look at, with the teacher's distribution at several temperatures beside the students'. Chosen by the
/// teacher alone, by how much it hesitates, and never by how well a student does.
/// </summary>
internal static class SampleStrip
{
    private const int Samples = 6;
    private const int OfAKind = 2;
    private const int ShownClasses = 5;
    // Sure enough for a label, with something left over for other classes; and torn between two or three.
    private const double Sure = 0.98, Hesitant = 0.6;

    private static readonly double[] Temperatures = [1, 2, 4, 8];

    public static IReadOnlyList<SampleExample> Make(
        ExampleView test, ITeacher teacher, Predictions answers, IReadOnlyList<(string Row, Predictions Answers)> students)
    {
        var chosen = Choose(answers);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var batch = test.Read(chosen);
        var softened = Temperatures.Select(temperature =>
        {
            using var targets = teacher.Targets(batch, temperature);
            return (Temperature: temperature, Values: targets.LogProbabilities.exp().Copied<float>());
        }).ToList();
        return
        [
            .. chosen.Select((position, index) =>
            {
                var classes = MostProbable(answers.Case(position));
                return new SampleExample(
                    (int)answers.Labels[position],
                    classes,
                    [.. softened.Select(soft => new TeacherProbabilities(
                        soft.Temperature, [.. classes.Select(shown => (double)soft.Values[(index * answers.Classes) + shown])]))],
                    [.. students.Select(student => new StudentProbabilities(
                        student.Row, [.. classes.Select(shown => Math.Exp(student.Answers.Case(position)[shown]))]))],
                    ExampleImages.Of(test, position));
            }),
        ];
    }

    // Two that the teacher is sure of, two that it hesitates over, two that it gets wrong; where it has none of these, what is nearest to
    // a hesitation. Each class that it answers appears once.
    private static int[] Choose(Predictions answers)
    {
        var all = Enumerable.Range(0, answers.Count).Select(position =>
        {
            var predicted = answers.PredictedClass(position);
            return (Position: position, Predicted: predicted, Confidence: Math.Exp(answers.Case(position)[predicted]), Right: predicted == answers.Labels[position]);
        }).ToList();
        var chosen = new List<(int Position, int Predicted)>();
        Take(all.Where(one => one.Right), one => Math.Abs(one.Confidence - Sure), OfAKind);
        Take(all.Where(one => one.Right), one => Math.Abs(one.Confidence - Hesitant), OfAKind);
        Take(all.Where(one => !one.Right), one => -one.Confidence, OfAKind);
        Take(all, one => Math.Abs(one.Confidence - Hesitant), Samples - chosen.Count);
        return [.. chosen.Select(one => one.Position)];

        void Take(IEnumerable<(int Position, int Predicted, double Confidence, bool Right)> some, Func<(int Position, int Predicted, double Confidence, bool Right), double> distance, int most)
        {
            var best = some
                .Where(one => chosen.All(taken => taken.Predicted != one.Predicted))
                .OrderBy(distance).ThenBy(one => one.Position)
                .DistinctBy(one => one.Predicted)
                .Take(most);
            chosen.AddRange(best.Select(one => (one.Position, one.Predicted)).ToList());
        }
    }

    private static int[] MostProbable(ReadOnlySpan<float> logProbabilities)
    {
        var values = logProbabilities.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(shown => values[shown]).Take(ShownClasses)];
    }
}
