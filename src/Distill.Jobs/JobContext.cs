using Distill.Runs.Metrics;

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
    /// Who is told of the metrics of each training beside its own file, from the folder for what it writes and the step that it
    /// resumes after, 0 for a new one; null for nobody. What can be disposed is disposed at the training's end.
    /// </summary>
    public Func<string, long, IReadOnlyList<IProgress<MetricsRecord>>>? Observers { get; init; }

    /// <summary>
    /// The processes that train one student together; null for this one alone. Each runs the same job; rank 0 writes its files and
    /// is told of progress.
    /// </summary>
    public ICollective? Ranks { get; init; }

    /// <summary>The same for one work of several: its progress has this name in place of what is being done.</summary>
    internal JobContext Named(string name) => Renamed(_ => name);

    /// <summary>The same with a name in front of what is being done.</summary>
    internal JobContext Under(string name) => Renamed(task => $"{name}: {task}");

    /// <summary>The same for one work of a known number.</summary>
    /// <param name="unit">What they are, in the plural.</param>
    /// <param name="number">Which it is, from 1.</param>
    /// <param name="count">How many there are.</param>
    internal JobContext Stage(string unit, int number, int count) => Changed(value => value with { Stage = (unit, number, count) });

    /// <summary>Those who are told of one training, until they are disposed.</summary>
    /// <param name="folder">The folder for what they write.</param>
    /// <param name="step">The step that it resumes after.</param>
    internal TrainingObservers ObserversOf(string folder, long step) => new([Observers?.Invoke(folder, step) ?? []]);

    /// <summary>The same of trainings that take their steps together.</summary>
    /// <param name="folder">The folder of all.</param>
    /// <param name="names">What each is called.</param>
    /// <param name="step">The step that they resume after.</param>
    internal TrainingObservers ObserversOf(string folder, IEnumerable<string> names, long step) =>
        new([.. names.Select(name => Observers?.Invoke(Path.Combine(folder, FolderOf(name)), step) ?? [])]);

    // "T = 4, w = 0.1, seed 1" becomes "T4-w0.1-seed-1".
    private static string FolderOf(string name) =>
        name.Replace(" = ", "", StringComparison.Ordinal).Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-');

    private JobContext Renamed(Func<string, string> name) => Changed(value => value with { Task = name(value.Task) });

    private JobContext Changed(Func<WorkProgress, WorkProgress> change) => Progress is null ? this : this with { Progress = new ChangedProgress(Progress, change) };

    private sealed class ChangedProgress(IProgress<WorkProgress> inner, Func<WorkProgress, WorkProgress> change) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => inner.Report(change(value));
    }
}
