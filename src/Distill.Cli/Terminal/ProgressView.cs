using System.Globalization;

namespace Distill.Cli.Terminal;

/// <summary>
/// What a terminal shows of long work: the task that runs, its bar with rate and time left, and a bar for the larger work that it
/// belongs to. Tasks that are over become one line each, which stays.
/// </summary>
/// <param name="unicode">Whether the terminal has more than the letters of ASCII.</param>
internal sealed class ProgressView(bool unicode)
{
    /// <summary>The sign of which the done part of a bar is made.</summary>
    public const char Done = '━';

    /// <summary>The sign of which the rest of a bar is made.</summary>
    public const char Rest = '─';

    private const int LongestBar = 40;
    private const int ShortestBar = 10;
    private const int ShortestName = 16;

    private static readonly TimeSpan WorthALine = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstOfStage = TimeSpan.FromSeconds(10);

    // Work that resumes where an earlier run stopped begins with much of it done, which says nothing of the rate.
    private readonly Dictionary<string, (TimeSpan Started, long From)> begun = new(StringComparer.Ordinal);
    private WorkProgress? current;
    private Stage? stage;

    /// <summary>Takes note of how far a task is.</summary>
    /// <param name="value">The task.</param>
    /// <param name="now">The time since some beginning.</param>
    /// <returns>A line to keep; null for none.</returns>
    public string? Report(WorkProgress value, TimeSpan now)
    {
        if (!begun.TryGetValue(value.Task, out var start))
        {
            begun[value.Task] = start = (now, value.Done);
        }

        stage = NextStage(value, now);
        if (value.Done < value.Total)
        {
            current = value;
            return null;
        }

        // A second task of the same name starts its own clock.
        begun.Remove(value.Task);
        current = current?.Task == value.Task ? null : current;
        return now - start.Started >= WorthALine
            ? $"{(unicode ? "✓" : "done:")} {Named(value)}, {ProgressLine.Time((now - start.Started).TotalSeconds)}"
            : null;
    }

    /// <summary>The lines that change, none longer than the terminal is wide.</summary>
    /// <param name="width">Its cells.</param>
    /// <param name="now">The time since the same beginning.</param>
    public IReadOnlyList<string> Lines(int width, TimeSpan now)
    {
        var bars = new List<(double Share, string Figures)>();
        if (current is { } task)
        {
            bars.Add((Share(task.Done, task.Total), Figures(task, now, width)));
        }

        if (stage is { } larger)
        {
            bars.Add((larger.Share, Standing(larger, now)));
        }

        // All bars have one length.
        var length = bars.Count == 0 ? 0 : Math.Min(LongestBar, Math.Min(width / 2, width - bars.Max(bar => CellText.Width(bar.Figures)) - 2));
        return [.. current is { } running ? [Head(running, width)] : Array.Empty<string>(), .. bars.Select(bar => Bar(bar.Share, bar.Figures, length, width))];
    }

    private static double Share(double done, double total) => Math.Clamp(done / Math.Max(1, total), 0, 1);

    private static string Named(WorkProgress value) => value.Detail.Length == 0 ? value.Task : $"{value.Task}: {value.Detail}";

    // What changes is at the end, so a long name is cut before it.
    private static string Head(WorkProgress value, int width)
    {
        var room = width - CellText.Width(value.Detail) - 2;
        var name = value.Detail.Length > 0 && room >= ShortestName ? CellText.Left(value.Task, room).TrimEnd() : value.Task;
        return CellText.Left(CellText.Plain(Named(value with { Task = name })), width).TrimEnd();
    }

    private static string Joined(params IEnumerable<string> parts) => string.Join("  ", parts.Where(part => part.Length > 0));

    private string Figures(WorkProgress value, TimeSpan now, int width)
    {
        var (started, from) = begun[value.Task];
        var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * Share(value.Done, value.Total)):0} %");
        if (now - started < First || value.Done <= from)
        {
            return percent;
        }

        var rate = (value.Done - from) / (now - started).TotalSeconds;
        var left = $"{ProgressLine.Time((value.Total - value.Done) / rate)} left";
        var all = Joined(percent, ProgressLine.Rate(rate, value.Unit), left);
        return all.Length + ShortestBar < width ? all : Joined(percent, left);
    }

    private static string Standing(Stage larger, TimeSpan now)
    {
        var (elapsed, gained) = (now - larger.Started, larger.Share - larger.From);
        var left = larger.IsMeasured && elapsed >= FirstOfStage && gained > 0
            ? $", about {ProgressLine.About(elapsed.TotalSeconds * (1 - larger.Share) / gained)} left"
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{larger.Number} of {larger.Count} {larger.Unit}{left}");
    }

    private string Bar(double share, string figures, int length, int width)
    {
        var done = (int)Math.Floor(share * Math.Max(0, length));
        return length < 1 ? CellText.Left(figures, width).TrimEnd()
            : $"{new string(unicode ? Done : '#', done)}{new string(unicode ? Rest : '-', length - done)}  {figures}";
    }

    // A larger work stays in sight while tasks run that do not say that they belong to it, and goes with its last piece.
    private Stage? NextStage(WorkProgress value, TimeSpan now)
    {
        if (value.Stage is not var (unit, number, count))
        {
            return stage;
        }

        var share = Share(number - 1 + Share(value.Done, value.Total), count);
        var known = stage is { } before && before.Unit == unit && before.Count == count && before.Share <= share ? before : new Stage(unit, number, count, now, share);
        return number == count && value.Done >= value.Total ? null
            : known with { Number = number, Share = share, IsMeasured = known.IsMeasured || value.Total > 1 };
    }

    private sealed record Stage(string Unit, int Number, int Count, TimeSpan Started, double From)
    {
        public double Share { get; init; } = From;

        // A part of which nobody says how far it is tells nothing of the time that the others take.
        public bool IsMeasured { get; init; }
    }
}
