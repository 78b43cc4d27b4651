using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Jobs.Teachers;

/// <summary>The soft targets of a teacher, stored in a run's folder once for all of its students.</summary>
internal static class LabelledOnce
{
    /// <summary>Labels all examples, or takes up the store that is there. The caller disposes the result, and the teacher later.</summary>
    /// <param name="run">The run.</param>
    /// <param name="teacher">Who labels.</param>
    /// <param name="examples">What is labelled.</param>
    /// <param name="context">Told of examples done; its token stops between two batches.</param>
    /// <param name="name">Tells the stores of a run apart that has several; empty where there is one.</param>
    public static StoredTeacher Open(
        RunDirectory run, ITeacher teacher, ExampleView examples, JobContext context, string name = "")
    {
        var path = Path.Combine(run.Path, "targets", name);
        Labeller.Label(path, examples, teacher, new TargetStoreOptions(), context.Progress, context.CancellationToken);
        return StoredTeacher.Open(path, examples, teacher, checkContent: false);
    }
}
