using System.Diagnostics;
using System.Globalization;

namespace Distill.Cli.Tests.Kill;

/// <summary>Work of the command line that is killed at random moments and started again until it is done.</summary>
/// <param name="start">Starts or continues the work that writes into a folder.</param>
/// <param name="snapshot">What must be the same however often it was killed: contents by file name.</param>
internal sealed class KilledWork(Func<string, RunningDistill> start, Func<string, Dictionary<string, byte[]>> snapshot)
{
    /// <summary>How many times each work is killed.</summary>
    public static int Kills { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DISTILL_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills)
            ? kills
            : Machine.IsForTests ? 3 : 1;

    /// <summary>Leaves out a test that kills for minutes, unless a number of kills is asked for.</summary>
    public static void RequireKills() => Assert.SkipWhen(
        Environment.GetEnvironmentVariable("DISTILL_KILLS") is null, "It takes minutes: DISTILL_KILLS says how often something is killed.");

    /// <summary>Does the work once in peace and then killed at random moments, and compares what is there in the end.</summary>
    /// <param name="root">A folder for the work's own folders.</param>
    public void EndsLikeUninterruptedWork(string root)
    {
        var watch = Stopwatch.StartNew();
        var expected = Finish(Path.Combine(root, "uninterrupted"));
        var duration = watch.Elapsed;
        Assert.NotEmpty(expected);

        var (run, killed) = (1, new List<string>());
        while (killed.Count < Kills)
        {
            var folder = Path.Combine(root, $"killed-{run}");
            // Not up to the very end, so that one run lives through several kills; what it has left to do is ever less.
            var moment = duration * (0.7 * Random.Shared.NextDouble());
            watch.Restart();
            using var work = start(folder);
            if (!work.EndsWithin(moment))
            {
                work.Kill();
                killed.Add(string.Create(CultureInfo.InvariantCulture, $"run {run} after {moment.TotalSeconds:0.000} s"));
                continue;
            }

            // Done before its moment came: the kills that are left are for another run, on a machine that is less busy now.
            work.EndsWith(0);
            duration = watch.Elapsed < duration ? watch.Elapsed : duration;
            Same(expected, snapshot(folder), killed);
            run++;
        }

        Same(expected, Finish(Path.Combine(root, $"killed-{run}")), killed);
        TestContext.Current.SendDiagnosticMessage(
            string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s of work, killed: {string.Join(", ", killed)}"));
    }

    private Dictionary<string, byte[]> Finish(string folder)
    {
        using var work = start(folder);
        work.EndsWith(0);
        return snapshot(folder);
    }

    private static void Same(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> actual, List<string> killed)
    {
        var history = $"killed: {string.Join(", ", killed)}";
        Assert.True(expected.Keys.Order().SequenceEqual(actual.Keys.Order()), $"{string.Join(' ', actual.Keys.Order())}; {history}");
        foreach (var (name, content) in expected)
        {
            Assert.True(content.AsSpan().SequenceEqual(actual[name]), $"{name} differs; {history}");
        }
    }
}
