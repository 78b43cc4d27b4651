using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Speech;

namespace Distill.Cli.Verbs;

/// <summary>Section 4 of the paper, for the terminal.</summary>
internal static class SpeechTable
{
    public static void Show(SpeechResults results, Screen screen)
    {
        var rows = new List<IReadOnlyList<string>>();
        Add("one net on labels", results.Baseline, "58.9 %, 10.9 %");
        Add($"ensemble of {results.BySize?.Count ?? 0}", results.Ensemble, "61.1 %, 10.7 %");
        Add("distilled into one net", results.Distilled, "60.8 %, 10.7 %");
        Add("the same, recordings at one speed", results.Plain, "");
        Add("labels alone, as long as distilled", results.Longer, "");
        screen.WriteTable(
            ["acoustic model", "frames right", "words wrong in strings", "single words wrong", "paper"], rows,
            $"{results.Data.Set}: {results.Frames.Test:N0} test frames{(results.Smoke ? ", in short form: the figures mean nothing" : "")}");
        screen.WriteTable(
            ["T", "validation frames", "test frames", ""],
            [
                .. (results.ByTemperature ?? []).Select(entry => (IReadOnlyList<string>)
                [
                    entry.Temperature.ToString(CultureInfo.InvariantCulture), ShareText.Spread(entry.ValidationFrameAccuracy), ShareText.Spread(entry.FrameAccuracy),
                    entry.Temperature == results.Temperature ? "chosen" : "",
                ]),
            ],
            "students by temperature");
        if (results.Transferred is { } kept)
        {
            Screen.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Of the ensemble's gain in frames, one net keeps {kept.Estimate:0 %} ({kept.Confidence:0 %} interval {kept.Lower:0 %} to {kept.Upper:0 %}), of the training recordings alone {results.PlainTransferred?.Estimate:0 %}; the paper: more than 80 %."));
        }

        void Add(string name, SpeechScores? scores, string paper)
        {
            if (scores is not null)
            {
                rows.Add([name, ShareText.Spread(scores.FrameAccuracy), ShareText.Spread(scores.Wer), ShareText.Spread(scores.IsolatedWer), paper]);
            }
        }
    }
}
