using System.Diagnostics;

namespace Distill.Cli.Terminal;

/// <summary>Shows nothing of work that is soon done, and another display of what takes longer.</summary>
/// <param name="open">Opens that display.</param>
internal sealed class LateProgress(Func<IWorkDisplay> open) : IWorkDisplay
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    private readonly long started = Stopwatch.GetTimestamp();
    private IWorkDisplay? shown;

    public void Report(WorkProgress value)
    {
        if (shown is null && value.Done < value.Total && Stopwatch.GetElapsedTime(started) >= Soon)
        {
            shown = open();
        }

        shown?.Report(value);
    }

    public void Say(string text)
    {
        if (shown is null)
        {
            Screen.Say(text);
        }
        else
        {
            shown.Say(text);
        }
    }

    public void Dispose() => shown?.Dispose();
}
