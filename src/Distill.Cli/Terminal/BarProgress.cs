using System.Collections.Concurrent;
using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>Bars with rate and time left, drawn on a terminal from a thread of their own while the work goes on.</summary>
internal sealed class BarProgress : IWorkDisplay
{
    private readonly Dictionary<string, ProgressTask> tasks = [];
    private readonly ConcurrentDictionary<ProgressTask, (string Unit, long From)> shown = [];
    private readonly HashSet<string> remarks = [];
    private readonly ProgressContext context;
    private readonly IAnsiConsole console;
    private readonly TaskCompletionSource stopped = new();
    private readonly Task drawing;

    public BarProgress(IAnsiConsole console)
    {
        this.console = console;
        var started = new TaskCompletionSource<ProgressContext>();
        drawing = Task.Run(() => console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn(),
                new RateColumn(shown),
                new RemainingTimeColumn())
            .StartAsync(async opened =>
            {
                started.SetResult(opened);
                await stopped.Task.ConfigureAwait(false);
            }));
        context = started.Task.GetAwaiter().GetResult();
    }

    public void Report(WorkProgress value)
    {
        if (value.Remark is { } remark && remarks.Add(remark))
        {
            Say(remark);
        }

        if (!tasks.TryGetValue(value.Task, out var task))
        {
            task = context.AddTask(Markup.Escape(value.Task), maxValue: Math.Max(1, value.Total));
            shown[task] = (value.Unit, value.Done);
            tasks.Add(value.Task, task);
        }

        task.Description = Markup.Escape(value.Detail.Length == 0 ? value.Task : $"{value.Task}: {value.Detail}");
        task.MaxValue = Math.Max(1, value.Total);
        task.Value = value.Done;
    }

    // The console draws its bars anew below.
    public void Say(string text) => console.WriteLine(text);

    public void Dispose()
    {
        foreach (var task in tasks.Values)
        {
            task.StopTask();
        }

        stopped.TrySetResult();
        drawing.GetAwaiter().GetResult();
    }
}
