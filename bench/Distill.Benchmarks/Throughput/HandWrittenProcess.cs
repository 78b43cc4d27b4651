using System.Globalization;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// The hand-written loop in a process of its own with libtorch as it comes, as someone has it who does not use this
/// library: in the process of the trainer, the threads of libtorch wait as the library has set them to.
/// </summary>
internal sealed class HandWrittenProcess : IDisposable
{
    /// <summary>The argument that makes this program such a process.</summary>
    public const string Argument = "hand-written";

    private readonly ChildProcess process = new(Argument);

    /// <summary>Images a second over some steps, or over as many as are done in a while.</summary>
    public TeacherRates Measure(int steps, TimeSpan longest) => new(Ask(steps, longest, live: false), Ask(steps, longest, live: true));

    /// <summary>What such a process does: it answers each line of its input with a rate.</summary>
    public static void Serve()
    {
        AppContext.SetSwitch("Distill.LibtorchDefaults", true);
        using var loop = new HandWrittenLoop(Setting.Examples());
        while (Console.ReadLine()?.Split(' ') is [var steps, var seconds, var live])
        {
            var rate = loop.Measure(
                int.Parse(steps, CultureInfo.InvariantCulture),
                bool.Parse(live),
                TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
            Console.WriteLine(rate.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Dispose() => process.Dispose();

    private double Ask(int steps, TimeSpan longest, bool live) => double.Parse(
        process.Ask(string.Create(CultureInfo.InvariantCulture, $"{steps} {longest.TotalSeconds} {live}")),
        CultureInfo.InvariantCulture);
}
