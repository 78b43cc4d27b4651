using Distill.Jobs.Datasets;
using Distill.Jobs.Specialists;
using Distill.Jobs.Work;
using Distill.Runs;

namespace Distill.Jobs.SpecialistJobs;

/// <summary>Trains the specialists of a run directory, beside any number of processes that do the same.</summary>
public static class TrainSpecialistsJob
{
    /// <summary>Trains those that no other process has, one by one.</summary>
    /// <param name="path">The folder that the assignment made.</param>
    /// <param name="specialist">The one to train, from 1; null for all.</param>
    /// <param name="context">Told of the work; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">The folder, the generalist, the data or the numbers are not right.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    public static TrainedSpecialists Run(string path, int? specialist, JobContext context) =>
        Worker(path, context).Run(specialist - 1, context);

    /// <summary>Trains one part of the specialists; all of them are trained when it returns.</summary>
    /// <param name="path">The folder that the assignment made.</param>
    /// <param name="part">Which part.</param>
    /// <param name="context">Told of the work; its token ends with a checkpoint.</param>
    /// <exception cref="DistillException">As for <see cref="Run"/>; or another process has a specialist of the part.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; the same call resumes.</exception>
    internal static TrainedSpecialists RunPart(string path, WorkPart part, JobContext context) => Worker(path, context).Run(part, context);

    private static SpecialistWorker Worker(string path, JobContext context)
    {
        var specialists = SpecialistsRun.Open(path);
        var recipe = specialists.Recipe;
        var train = DataSets.Open(OriginalFolder.Of(specialists.Run).FindData(recipe.Data), recipe.Reading, context with { Say = null }).Train;
        var examples = recipe.Split.Of(train).Examples;
        return new SpecialistWorker(specialists, examples);
    }
}
