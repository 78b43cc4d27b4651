namespace Distill.Jobs.Sweeps;

/// <summary>Passes on progress with a name in front of what is being done.</summary>
internal sealed class NamedProgress(IProgress<WorkProgress> inner, string name) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value) => inner.Report(value with { Task = $"{name}: {value.Task}" });
}
