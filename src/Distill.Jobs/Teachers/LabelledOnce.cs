using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Jobs.Teachers;

/// <summary>The soft targets of a teacher, stored in a run's folder once for all of its students.</summary>
internal static class LabelledOnce
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

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

    /// <summary>The same where other processes of one array want the same store: one of them labels, and the others wait for it.</summary>
    /// <inheritdoc cref="Open"/>
    /// <param name="run">As there.</param>
    /// <param name="teacher">As there.</param>
    /// <param name="examples">As there.</param>
    /// <param name="context">As there; its token ends the waiting, too.</param>
    /// <param name="name">As there.</param>
    public static StoredTeacher OpenBesideOthers(RunDirectory run, ITeacher teacher, ExampleView examples, JobContext context, string name = "")
    {
        while (true)
        {
            try
            {
                return Open(run, teacher, examples, context, name);
            }
            catch (DistillException busy) when (busy.Reason == FailureReason.InUse)
            {
                // Its lock ends with that process: then this one labels what is left.
                context.Progress?.Report(new WorkProgress("waiting for the process that labels", 0, 1, "stores"));
                context.CancellationToken.WaitHandle.WaitOne(BetweenLooks);
                context.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
