namespace Hinton2015.Mnist;

/// <summary>Trains the teacher and measures it.</summary>
internal static class TeacherPart
{
    public static MnistResults Run(MnistWork work, MnistResults results)
    {
        var plan = work.Experiment.Teacher;
        return results with
        {
            Teacher = new MnistTeacher(
                work.Errors([work.Teacher()])[0], work.Spec(plan.Network).Description, work.EpochsOver(work.Train, plan.Training)),
        };
    }
}
