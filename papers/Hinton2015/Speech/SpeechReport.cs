using Distill.Runs.Documents;
using Hinton2015.Parts;

namespace Hinton2015.Speech;

/// <summary>What the experiment with an ensemble of acoustic models found, beside table 1 of the paper.</summary>
internal static class SpeechReport
{
    public static Document Of(SpeechResults results) => new() { Topic = "Speech", Sentence = "", Smoke = results.Smoke, Sections = [ProvenanceSection.Of(results)] };

    /// <summary>The recordings, and how their frames got their states: a section of both experiments on speech.</summary>
    public static Section Recordings(SpeechData data, int states, string network, SpeechAlignment? alignment) => new(
        "data",
        "Recordings and states",
        $"{NumberText.Count(data.Words)} words, {NumberText.Count(states)} states, nets of {NumberText.Unbroken(network)}. {Aligned(alignment)}".TrimEnd(),
        [
            new Table(
                "Recordings by part", ["", "training", "validation", "test"],
                [Row("speakers", data.Speakers), Row("recordings", data.Utterances), Row("frames", data.Frames)],
                TableKind.Narrow),
        ]);

    private static string Aligned(SpeechAlignment? alignment) => alignment is null ? "" :
        $"Gaussian models were estimated {NumberText.Count(alignment.Iterations)} times from a flat start"
        + string.Concat(alignment.Moved.Select(moved => $"; a net then moved {NumberText.Percent(moved)} of the frames to other states"))
        + $". {NumberText.Percent(alignment.SilenceShare)} of the training frames are silence.";

    private static IReadOnlyList<Cell> Row(string name, SpeechCounts counts) =>
        [Cell.Of(name), .. new[] { counts.Train, counts.Validation, counts.Test }.Select(count => Cell.Of(new Measure(count, Unit.Count)))];
}
