using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Members;

/// <summary>Trainings of one run that several processes may share.</summary>
internal static class SharedTrainings
{
    /// <summary>Trains all, resumes those that were interrupted, or finds them trained, by this process or another one. Who trains what changes no result.</summary>
    /// <param name="parent">The run.</param>
    /// <param name="trainings">What each is called in the progress, and the training.</param>
    /// <param name="context">Told of examples done; its token ends the training with a checkpoint, and the waiting.</param>
    /// <returns>The results, in the order of the trainings.</returns>
    /// <exception cref="DistillException">A task or its numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static IReadOnlyList<(RunDirectory Run, TrainingResult Result, double Seconds)> All(
        RunDirectory parent, IReadOnlyList<(string Label, MemberTraining Training)> trainings, JobContext context) => SharedWork.All(
        [
            .. trainings.Select(entry => (
                parent.MemberClaimPath(entry.Training.Id, entry.Training.Options.Seed),
                (Func<JobContext, (RunDirectory, TrainingResult, double)>)(own => entry.Training.In(parent, own.Named(entry.Label))))),
        ],
        "trainings",
        context);
}
