using Distill.Jobs.Members;
using Distill.Objectives;
using Distill.Runs.Results;

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
            .In(work.Run, "students on labels of jittered images", work.Progress, work.Cancellation)[Jittered];
        var answers = work.Evaluate(models);
        return results with
        {
            HardJittered = new MnistStudents(MnistWork.Errors(answers), work.EpochsOver(shifted, plan.ConsistentTraining)),
            PairedTests = [.. (results.PairedTests ?? []).Where(test => test.First != Jittered && test.Second != Jittered), .. Tests()],
        };

        // Beside the rows of the students, where these are trained.
        IEnumerable<PairedTest> Tests()
        {
            if (results.Consistent is not null)
            {
                yield return MnistWork.Compare(StudentsPart.Hard, Of(StudentsPart.Hard), Jittered, answers);
                yield return MnistWork.Compare(Jittered, answers, StudentsPart.Consistent, Of(StudentsPart.Consistent));
            }
        }

        IReadOnlyList<Distill.Evaluation.ModelEvaluation> Of(string row) =>
            work.Evaluate(plan.Seeds.Select(seed => PopulationRun.ModelPath(work.Run, row, seed)));
    }
}
