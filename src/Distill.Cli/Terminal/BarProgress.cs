using System.Diagnostics;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Terminal;

/// <summary>Bars with rate and time left, drawn on a terminal from a thread of their own while the work goes on.</summary>
internal sealed partial class BarProgress : IWorkDisplay
{
    private static readonly IRenderable Nothing = Spectre.Console.Text.Empty;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock entry = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly HashSet<string> remarks = [];
    private readonly IAnsiConsole console;
    private readonly ProgressView view;
    private readonly TaskCompletionSource stopped = new();
    private readonly Task drawing;

    public BarProgress(IAnsiConsole console)
    {
        this.console = console;
        view = new ProgressView(console.Profile.Capabilities.Unicode);
        drawing = Task.Run(() => console.Live(Nothing).AutoClear(true).StartAsync(Draw));
    }

    public void Report(WorkProgress value)
    {
        if (value.Remark is { } remark && remarks.Add(remark))
        {
            Say(remark);
        }

        string? line;
        lock (entry)
        {
            line = view.Report(value, Stopwatch.GetElapsedTime(started));
        }

        if (line is not null)
        {
            Say(line);
        }
    }

    // The console draws its bars anew below.
    public void Say(string text) => console.WriteLine(text);

    public void Dispose()
    {
        stopped.TrySetResult();
        drawing.GetAwaiter().GetResult();
    }

    private async Task Draw(LiveDisplayContext live)
    {
        while (!stopped.Task.IsCompleted)
        {
            live.UpdateTarget(Now());
            await Task.WhenAny(stopped.Task, Task.Delay(Pause)).ConfigureAwait(false);
        }
    }

    private IRenderable Now()
    {
        lock (entry)
        {
            // The last cell of a line makes some terminals begin another.
            var lines = view.Lines(console.Profile.Width - 1, Stopwatch.GetElapsedTime(started));
            return lines.Count == 0 ? Nothing : new Rows(lines.Select(line => new Markup(Coloured(line))));
        }
    }

    private static string Coloured(string line) => Dim().Replace(Bright().Replace(Markup.Escape(line), "[green]$0[/]"), "[grey]$0[/]");

    [GeneratedRegex("━+")]
    private static partial Regex Bright();

    [GeneratedRegex("─+")]
    private static partial Regex Dim();
}
