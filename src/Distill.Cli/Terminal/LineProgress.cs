using System.Diagnostics;
using System.Globalization;

namespace Distill.Cli.Terminal;

/// <summary>Plain lines where stderr is no terminal: one every few seconds and one at the end of each task.</summary>
/// <param name="error">Where they go.</param>
/// <param name="interval">The least time between two lines of a task; null for ten seconds.</param>
internal sealed class LineProgress(TextWriter error, TimeSpan? interval = null) : IWorkDisplay
{
    private readonly TimeSpan interval = interval ?? TimeSpan.FromSeconds(10);

    // Work that resumes where an earlier run stopped begins with much of it done, which says nothing of the rate.
    private readonly Dictionary<string, (long Started, long Last, long From)> times = [];

    // The students of a comparison have one teacher, and what is to be said of it is said once.
    private readonly HashSet<string> remarks = [];

    public void Report(WorkProgress value)
    {
        if (value.Remark is { } remark && remarks.Add(remark))
        {
            Say(remark);
        }

        var now = Stopwatch.GetTimestamp();
        if (!times.TryGetValue(value.Task, out var time))
        {
            times[value.Task] = (now, now, value.Done);
            return;
        }

        var finished = value.Done >= value.Total;
        if (!finished && Stopwatch.GetElapsedTime(time.Last, now) < interval)
        {
            return;
        }

        var seconds = Math.Max(1e-3, Stopwatch.GetElapsedTime(time.Started, now).TotalSeconds);
        if (finished)
        {
            // A second task of the same name starts its own clock.
            times.Remove(value.Task);
            if (seconds < 2)
            {
                return;
            }
        }
        else
        {
            times[value.Task] = time with { Last = now };
        }

        var rate = (value.Done - time.From) / seconds;
        var detail = value.Detail.Length == 0 ? "" : $", {value.Detail}";
        var speed = finished ? $", {ProgressLine.Rate(rate, value.Unit)}, done in {ProgressLine.Time(seconds)}"
            // Who waits has no rate, and cannot say how long.
            : rate > 0 ? $", {ProgressLine.Rate(rate, value.Unit)}, {ProgressLine.Time((value.Total - value.Done) / rate)} left" : "";
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Task}: {100.0 * value.Done / Math.Max(1, value.Total):0} %{speed}{detail}"));
    }

    public void Say(string text) => error.WriteLine(text);

    public void Dispose()
    {
    }
}
