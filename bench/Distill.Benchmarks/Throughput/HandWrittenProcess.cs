using System.Globalization;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// The hand-written loop in a process of its own: with libtorch as it comes, as someone has it who does not use this
/// library, or with the settings that the library makes, by which threads soon give their core away when they wait.
/// </summary>
internal sealed class HandWrittenProcess : IDisposable
{
    /// <summary>The argument that makes this program such a process with libtorch as it comes.</summary>
    public const string AsItComes = "hand-written";

    /// <summary>The argument that makes this program such a process with the settings of the library.</summary>
    public const string Yielding = "hand-written-yielding";

    private readonly ChildProcess process;

    public HandWrittenProcess(string argument) => process = new(argument);

    /// <summary>Images a second over some steps, or over as many as are done in a while.</summary>
    public TeacherRates Measure(int steps, TimeSpan longest) => new(MeasureStored(steps, longest), Ask(steps, longest, live: true));

    /// <summary>Images a second over some steps with stored targets.</summary>
    public double MeasureStored(int steps, TimeSpan longest) => Ask(steps, longest, live: false);

    /// <summary>What such a process does: it answers each line of its input with a rate.</summary>
    public static void Serve(string argument)
    {
        AppContext.SetSwitch("Distill.LibtorchDefaults", argument == AsItComes);
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
