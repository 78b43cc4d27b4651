using Distill.Data;
using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>The small net on labels alone and distilled, then distilled on jittered images.</summary>
internal static class StudentsPart
{
    public const string Hard = "hard", Distilled = "distilled", Lower = "distilledLower", Consistent = "consistent";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Students;
        using var targets = work.PlainTargets();
        var shifted = work.Shifted(plan.Shift);
        using var shiftedTargets = work.ShiftedTargets(shifted);
        IReadOnlyDictionary<string, IReadOnlyList<string>>[] rows =
        [
            Students(Hard, "students on labels", new HardLabels(), work.Train, null, plan.HardTraining),
            Students(Distilled, "students on soft targets", new Distillation(plan.Temperature, plan.HardWeight), work.Train, targets, plan.Training),
            Students(Lower, "students on less soft targets", new Distillation(plan.LowerTemperature, plan.HardWeight), work.Train, targets, plan.Training),
            Students(
                Consistent, "students on jittered images", new Distillation(plan.ConsistentTemperature, hardWeight: 0), shifted, shiftedTargets, plan.ConsistentTraining),
        ];
        var answers = rows.SelectMany(row => row).ToDictionary(row => row.Key, row => work.Evaluate(row.Value));
        return MnistPairedTests.With(work, results with
        {
            Hard = new MnistStudents(Errors(Hard), work.EpochsOver(work.Train, plan.HardTraining)),
            Distilled = new MnistStudents(Errors(Distilled), work.EpochsOver(work.Train, plan.Training), plan.Temperature, plan.HardWeight),
            DistilledLower = new MnistStudents(Errors(Lower), work.EpochsOver(work.Train, plan.Training), plan.LowerTemperature, plan.HardWeight),
            Consistent = new MnistStudents(Errors(Consistent), work.EpochsOver(shifted, plan.ConsistentTraining), plan.ConsistentTemperature, 0),
        }, [.. answers.Select(row => (row.Key, row.Value))]);

        IReadOnlyDictionary<string, IReadOnlyList<string>> Students(
            string row, string label, IObjective objective, ExampleView examples, ITeacher? answers, TrainingOptions training) =>
            new PopulationRun(row, work.StudentSpec(plan.Network), examples, answers, training, [(row, objective)], plan.Seeds)
                .In(work.Run, label, work.Context);

        IReadOnlyList<long> Errors(string row) => MnistWork.Errors(answers[row]);
    }
}
