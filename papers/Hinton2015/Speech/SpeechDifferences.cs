using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Hinton2015.Speech;

/// <summary>What both experiments on speech say of their differences.</summary>
internal static class SpeechDifferences
{
    /// <summary>What a table of differences is called.</summary>
    /// <param name="over">What its intervals take as random; null for recordings alone.</param>
    public static string Caption(string? over) => over is null
        ? "Differences on the same utterances, by the bootstrap over utterances"
        : $"Differences on the same recordings; the intervals take {over} as random";

    /// <summary>The p of a test over seeds.</summary>
    public static Cell OverSeeds(SeedsTest? test) => Cell.Of(test is { } seeds ? new Measure(seeds.P, Unit.P) { Seeds = seeds.N } : null);
}
