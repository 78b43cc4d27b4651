using Distill.Evaluation;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Teachers;

namespace Hinton2015.Mnist;

/// <summary>Trains the teachers, averages them, and distils the small net from their mean on jittered images.</summary>
internal static class EnsemblePart
{
    private const string Row = "ensemble";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Ensemble;
        List<string> members =
        [
            .. Enumerable.Range(1, plan.Members).Select(number => work.TrainTeacher(
                "member", $"teacher {number} of {plan.Members}", plan.Teacher, plan.Training with { Seed = number })),
        ];
        var shifted = work.Shifted(plan.Shift);
        using var targets = Targets();
        var population = new PopulationRun(
            Row, work.StudentSpec(plan.Network), shifted, targets, plan.StudentTraining, [(Row, new Distillation(plan.Temperature, hardWeight: 0))], plan.Seeds);
        var students = population.In(work.Run, "students of the ensemble", work.Context)[Row];
        using var ensemble = Open(Precision.F32);
        return results with
        {
            Ensemble = new MnistEnsemble(
                Predictor.Of(ensemble).Predict(work.Test, cancellationToken: work.Context.CancellationToken).Evaluate().Metrics.Errors,
                work.Spec(plan.Teacher).Description,
                work.Errors(members),
                work.EpochsOver(work.Train, plan.Training),
                work.Errors(students),
                work.EpochsOver(shifted, plan.StudentTraining),
                plan.Temperature),
        };

        StoredTeacher Targets()
        {
            using var teacher = Open(plan.StudentTraining.Precision);
            return work.Store(Row, shifted, teacher);
        }

        EnsembleTeacher Open(Precision precision) =>
            new([.. members.Select(path => new ModelTeacher(ModelFile.Load(path), precision))], plan.Mean);
    }
}
