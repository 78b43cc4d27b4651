using System.Globalization;

namespace Hinton2015.Scale;

/// <summary>From the measured time of a stage to that for as many examples as the paper has.</summary>
internal static class ScaleExtrapolation
{
    /// <summary>How many examples the paper has.</summary>
    public const long Target = 100_000_000;

    /// <summary>A stage that takes as long for each example as for the next.</summary>
    public static ScaleStage PerExample(string name, long examples, double seconds, double coreSeconds)
    {
        var rate = examples / coreSeconds;
        return new ScaleStage(
            name, seconds, coreSeconds,
            string.Create(CultureInfo.InvariantCulture, $"{Target:N0} examples ÷ {rate:N0} a core second ÷ 3,600"),
            Target / rate / 3600, examples, rate);
    }

    /// <summary>The same, of what a clock has measured.</summary>
    public static ScaleStage PerExample(string name, long examples, ProcessorClock clock) => PerExample(name, examples, clock.Seconds, clock.CoreSeconds);

    /// <summary>A stage that takes as long whatever the number of examples.</summary>
    public static ScaleStage Once(string name, double seconds, double coreSeconds) => new(
        name, seconds, coreSeconds, string.Create(CultureInfo.InvariantCulture, $"{coreSeconds:N0} core seconds once ÷ 3,600"), coreSeconds / 3600);
}
