using System.Globalization;
using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Objectives;

namespace Hinton2015.Mnist;

/// <summary>High temperatures beside logit matching: how many errors, and how near to the teacher's logits.</summary>
internal static class LimitPart
{
    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Limit;
        var teacher = work.Predict(work.Teacher());
        using var targets = work.PlainTargets();
        var rows = plan.Temperatures
            .Select(temperature => (Row: string.Create(CultureInfo.InvariantCulture, $"limit-t{temperature}"), Objective: (IObjective)new Distillation(temperature, hardWeight: 0), T: temperature))
            .Append((Row: "limit-logits", Objective: new LogitMatching(), T: double.PositiveInfinity))
            .ToList();
        var population = new PopulationRun(
            "limit", work.Spec(plan.Network), work.Train, targets, plan.Training, [.. rows.Select(row => (row.Row, row.Objective))], plan.Seeds);
        var models = population.In(work.Run, "students at high temperatures", work.Context);
        return results with { Limit = [.. rows.Select(row => Measure(row.T, [.. models[row.Row].Select(path => work.Predict(path))], teacher))] };
    }

    private static MnistLimit Measure(double temperature, IReadOnlyList<Predictions> students, Predictions teacher)
    {
        List<long> errors = [.. students.Select(student => student.Evaluate().Metrics.Errors)];
        return new MnistLimit(temperature, errors.Average(), students.Average(student => MeanSquare(student, teacher)), errors);
    }

    // Log-probabilities are logits but for one number a case, which the zero-mean takes away.
    private static double MeanSquare(Predictions student, Predictions teacher)
    {
        var sum = 0.0;
        for (var i = 0; i < student.Count; i++)
        {
            var mine = student.Case(i);
            var theirs = teacher.Case(i);
            var (mean, square) = (0.0, 0.0);
            for (var c = 0; c < mine.Length; c++)
            {
                var difference = (double)mine[c] - theirs[c];
                mean += difference / mine.Length;
                square += difference * difference / mine.Length;
            }

            sum += square - (mean * mean);
        }

        return sum / student.Count;
    }
}
