using Distill.Reports.Markup;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>The recordings, and how their frames got their states.</summary>
internal static class SpeechDataTable
{
    private const int MostRounds = 10;

    public static Html Render(SpeechData data, int states, string network, SpeechAlignment? alignment) => Section.Of(
        "data",
        "Recordings and states",
        Html.Of($"{NumberText.Count(data.Words)} words, {NumberText.Count(states)} states, nets of {NumberText.Unbroken(network)}. {Aligned(alignment)}"),
        Table.Of(
            "Recordings by part", "single", Table.Columns("", "training", "validation", "test"),
            [Row("speakers", data.Speakers), Row("recordings", data.Utterances), Row("frames", data.Frames)]));

    private static string Aligned(SpeechAlignment? alignment) => alignment is null ? "" :
        $"Gaussian models were estimated {NumberText.Count(alignment.Iterations)} times from a flat start"
        + string.Concat(alignment.Moved.Take(MostRounds).Select(moved => $"; a net then moved {NumberText.Percent(moved)} of the frames to other states"))
        + $". {NumberText.Percent(alignment.SilenceShare)} of the training frames are silence.";

    private static Html Row(string name, SpeechCounts counts) => Table.Row(
        Html.Of($"{name}"), Table.Cell(NumberText.Count(counts.Train)), Table.Cell(NumberText.Count(counts.Validation)), Table.Cell(NumberText.Count(counts.Test)));
}
