using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Experiments.Jobs;

namespace Distill.Cli.Verbs;

/// <summary>What a model heard, a recording a row.</summary>
internal static class HeardTable
{
    private const int MostRows = 50;

    public static void Write(RecogniseOutcome outcome, Screen screen)
    {
        screen.WriteJson(outcome);
        var labelled = outcome.Clips.Any(clip => clip.Word is not null);
        var places = outcome.Clips.Max(clip => clip.Heard.Count);
        screen.WriteTable(
            ["clip", .. labelled ? ["folder"] : Array.Empty<string>(), "heard", .. Enumerable.Repeat("or", places - 1)],
            outcome.Clips.Take(MostRows).Select(clip => (IReadOnlyList<string>)
                [clip.Clip, .. labelled ? [clip.Word ?? ""] : Array.Empty<string>(), .. clip.Heard.Select(Text)]),
            outcome.Clips.Count > MostRows ? $"the first {MostRows} of {outcome.Clips.Count} clips" : null);
    }

    private static string Text(HeardWord heard) => string.Create(CultureInfo.InvariantCulture, $"{heard.Word} {heard.Probability:0.0 %}");
}
