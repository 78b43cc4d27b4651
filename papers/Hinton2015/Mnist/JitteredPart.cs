using Distill.Jobs.Members;
using Distill.Objectives;

namespace Hinton2015.Mnist;

/// <summary>
/// The control of the students on jittered images: the same net on the labels of the same images, by the same recipe. What
/// the consistent students gain beyond it is distillation; the rest is augmentation.
/// </summary>
internal static class JitteredPart
{
    public const string Jittered = "hardJittered";

    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Students;
        var shifted = work.Shifted(plan.Shift);
        var models = new PopulationRun(Jittered, work.StudentSpec(plan.Network), shifted, null, plan.ConsistentTraining, [(Jittered, new HardLabels())], plan.Seeds)
            .In(work.Run, "students on labels of jittered images", work.Context)[Jittered];
        var answers = work.Evaluate(models);
        return MnistPairedTests.With(work, results with
        {
            HardJittered = new MnistStudents(MnistWork.Errors(answers), work.EpochsOver(shifted, plan.ConsistentTraining)),
        }, (Jittered, answers));
    }
}
