namespace Distill.Jobs;

/// <summary>Who hears of a job while it runs, and what ends it. One that says nothing runs unheard to its end.</summary>
public sealed record JobContext
{
    /// <summary>Told how far the work is; null to tell no one.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Told, in a sentence each, what was found that the user may want to know; null to tell no one.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Interrupts the work, which then throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// The processes that train one student together; null for this one alone. Each runs the same job; rank 0 writes its files and
    /// is told of progress.
    /// </summary>
    public ICollective? Ranks { get; init; }

    /// <summary>The same for one work of several: its progress has this name in place of what is being done.</summary>
    internal JobContext Named(string name) => Renamed(_ => name);

    /// <summary>The same with a name in front of what is being done.</summary>
    internal JobContext Under(string name) => Renamed(task => $"{name}: {task}");

    private JobContext Renamed(Func<string, string> name) => Progress is null ? this : this with { Progress = new RenamedProgress(Progress, name) };

    private sealed class RenamedProgress(IProgress<WorkProgress> inner, Func<string, string> name) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => inner.Report(value with { Task = name(value.Task) });
    }
}
