using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Experiments.Jobs;

/// <summary>The soft targets of a teacher, stored in a run's folder once for all of its students.</summary>
internal static class LabelledOnce
{
    /// <summary>Labels all examples, or takes up the store that is there. The caller disposes the result, and the teacher later.</summary>
    public static StoredTeacher Open(
        RunDirectory run, ITeacher teacher, ExampleView examples, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var path = Path.Combine(run.Path, "targets");
        Labeller.Label(path, examples, teacher, new TargetStoreOptions(), progress, cancellation);
        return StoredTeacher.Open(path, examples, teacher, checkContent: false);
    }
}
