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
    private const int ShownClasses = 5;
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
            return (Temperature: temperature, Values: targets.LogProbabilities.exp().data<float>().ToArray());
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

    // One example a class, from the most hesitant class down: soft targets say most where the teacher sees a likeness.
    private static int[] Choose(Predictions answers)
    {
        var best = new Dictionary<int, (double Distance, int Position)>();
        for (var position = 0; position < answers.Count; position++)
        {
            var confidence = answers.Case(position).ToArray().Max(value => Math.Exp(value));

            // Near 0.85: sure enough to be right as a rule, with enough left over to see where it goes.
            var distance = Math.Abs(confidence - 0.85);
            var predicted = answers.PredictedClass(position);
            if (!best.TryGetValue(predicted, out var held) || distance < held.Distance)
            {
                best[predicted] = (distance, position);
            }
        }

        return [.. best.Values.OrderBy(held => held.Distance).ThenBy(held => held.Position).Take(Samples).Select(held => held.Position).Order()];
    }

    private static int[] MostProbable(ReadOnlySpan<float> logProbabilities)
    {
        var values = logProbabilities.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(shown => values[shown]).Take(ShownClasses)];
    }
}
