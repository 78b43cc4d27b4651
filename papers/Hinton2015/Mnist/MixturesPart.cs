using Distill.Jobs.Members;
using Distill.Objectives;

namespace Hinton2015.Mnist;

/// <summary>Students on mixtures of images as they are, by the teacher's answers alone.</summary>
internal static class MixturesPart
{
    public const string Mixtures = "mixtures";
    private const long Seed = 1;

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Mixtures;
        var mixed = work.Mixed(plan.Mixtures, Seed);
        using var teacher = work.OpenTeacher(plan.Training.Precision);
        using var targets = work.Store("mixed", mixed, teacher);
        var population = new PopulationRun(
            Mixtures, work.StudentSpec(plan.Network), mixed, targets, plan.Training, [(Mixtures, new Distillation(plan.Temperature, hardWeight: 0))], plan.Seeds);
        var answers = work.Evaluate(population.In(work.Run, "students on mixtures", work.Context)[Mixtures]);
        return MnistPairedTests.With(work, results with
        {
            Mixtures = new MnistStudents(MnistWork.Errors(answers), work.EpochsOver(mixed, plan.Training), plan.Temperature, 0),
        }, (Mixtures, answers));
    }
}
