using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;

namespace Hinton2015.Mnist;

/// <summary>Students of some of the teacher's units: as they are drawn, on labels, and on soft targets.</summary>
internal static class InheritedPart
{
    public const string Hard = "inheritedHard", Distilled = "inherited";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Inherited;
        using var targets = work.PlainTargets();
        using var teacher = ModelFile.Load(work.Teacher());
        var population = new PopulationRun(
            Distilled,
            work.Spec(plan.Network),
            work.Train,
            targets,
            plan.Training,
            [(Hard, new HardLabels()), (Distilled, new Distillation(plan.Temperature, plan.HardWeight))],
            plan.Seeds)
        {
            Start = (teacher.Fingerprint(), (student, seed) => InheritedUnits.Draw(teacher, student, seed)),
        };
        var models = population.In(work.Run, "students of the teacher's units", work.Context);
        var (hard, distilled) = (work.Evaluate(models[Hard]), work.Evaluate(models[Distilled]));
        var epochs = work.EpochsOver(work.Train, plan.Training);
        return MnistPairedTests.With(work, results with
        {
            Inherited = new MnistInherited(
                [.. plan.Seeds.Select(StartErrors)],
                new MnistStudents(MnistWork.Errors(hard), epochs),
                new MnistStudents(MnistWork.Errors(distilled), epochs, plan.Temperature, plan.HardWeight)),
        }, (Hard, hard), (Distilled, distilled));

        long StartErrors(long seed)
        {
            using var student = Classifier.Build(work.Spec(plan.Network), seed);
            InheritedUnits.Draw(teacher, student, seed);
            return Predictor.Of(student).Predict(work.Test, cancellationToken: work.Context.CancellationToken).Evaluate().Metrics.Errors;
        }
    }
}
