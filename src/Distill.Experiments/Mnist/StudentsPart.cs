using Distill.Evaluation;
using Distill.Experiments.Jobs;
using Distill.Objectives;
using Distill.Runs.Results;
using Distill.Runs.Results.Mnist;

namespace Distill.Experiments.Mnist;

/// <summary>The small net on labels alone and distilled, then distilled on jittered images.</summary>
internal static class StudentsPart
{
    public const string Hard = "hard", Distilled = "distilled", Consistent = "consistent";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Students;
        using var targets = work.PlainTargets();
        var plain = new PopulationRun(
            "students", work.Spec(plan.Network), work.Train, targets, plan.Training,
            [(Hard, new HardLabels()), (Distilled, new Distillation(plan.Temperature, plan.HardWeight))], plan.Seeds)
            .In(work.Run, "students on labels and distilled", work.Progress, work.Cancellation);
        var shifted = work.Shifted(plan.Shift);
        using var teacher = work.OpenTeacher(plan.ConsistentTraining.Precision);
        using var shiftedTargets = work.Store("shifted", shifted, teacher);
        var consistent = new PopulationRun(
            "consistent", work.Spec(plan.Network), shifted, shiftedTargets, plan.ConsistentTraining,
            [(Consistent, new Distillation(plan.ConsistentTemperature, hardWeight: 0))], plan.Seeds)
            .In(work.Run, "students on jittered images", work.Progress, work.Cancellation);

        var answers = plain.Concat(consistent).ToDictionary(
            row => row.Key, row => row.Value.Select(path => work.Predict(path).Evaluate()).ToList());
        return results with
        {
            Hard = new MnistStudents(Errors(Hard), work.EpochsOver(work.Train, plan.Training)),
            Distilled = new MnistStudents(Errors(Distilled), work.EpochsOver(work.Train, plan.Training), plan.Temperature, plan.HardWeight),
            Consistent = new MnistStudents(Errors(Consistent), work.EpochsOver(shifted, plan.ConsistentTraining), plan.ConsistentTemperature, 0),
            PairedTests = [Test(Hard, Distilled), Test(Distilled, Consistent)],
        };

        IReadOnlyList<long> Errors(string row) => [.. answers[row].Select(answer => answer.Metrics.Errors)];

        PairedTest Test(string first, string second) =>
            ModelComparison.Between([.. answers[first].Select(answer => answer.Scores!)], [.. answers[second].Select(answer => answer.Scores!)])
                .ToPairedTest(first, second);
    }
}
