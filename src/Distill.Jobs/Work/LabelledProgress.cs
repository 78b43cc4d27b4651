namespace Distill.Jobs.Work;

/// <summary>Progress under a name of its own, so that one training of many can be told from the others.</summary>
internal sealed class LabelledProgress(IProgress<WorkProgress> inner, string label) : IProgress<WorkProgress>
{
    /// <summary>Null for no progress.</summary>
    public static IProgress<WorkProgress>? Over(IProgress<WorkProgress>? inner, string label) =>
        inner is null ? null : new LabelledProgress(inner, label);

    public void Report(WorkProgress value) => inner.Report(value with { Task = label });
}
