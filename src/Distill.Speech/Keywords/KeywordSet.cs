using Distill.Data;
using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Sets of recordings as examples to train on and to test with.</summary>
public static class KeywordSet
{
    /// <summary>
    /// The training and the test part. What a set's lists or folders give to training and to validation is the training part;
    /// where they give nothing to the test, what is for validation is the test part. Where nothing divides the set, a fifth is
    /// drawn, the same each time: whole speakers where file names tell them and each word stays in the training part, else clips,
    /// word by word. Damaged and too short recordings are refused in one message, unless the options leave them out.
    /// </summary>
    /// <param name="set">The recordings.</param>
    /// <param name="options">How clips become images; null for the defaults.</param>
    /// <param name="words">The classes, in this order; null for the set's own words.</param>
    /// <param name="progress">Told of clips read.</param>
    /// <param name="cancellationToken">Looked at between clips.</param>
    /// <exception cref="DistillException">A file is damaged or too short, an option is out of range, or the set has a word that is no class.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static OpenedData Divided(
        RecordingSet set, KeywordOptions? options = null, IReadOnlyList<string>? words = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        words ??= set.Words;
        if (set.Words.FirstOrDefault(word => !words.Contains(word)) is { } unknown)
        {
            throw new DistillException($"{set.Name} has the word '{unknown}'; expected {string.Join(", ", words)}. Leave its folder out, or use a model that knows it.");
        }

        var isDivided = set.RecognisedBy.Count > 0;
        var reading = KeywordReading.Of(set, options ?? new(), words, recording => !isDivided || recording.Part is not null, progress, cancellationToken);
        return Parts(set, reading.Source) with { LeftOut = [.. set.LeftOut, .. reading.LeftOut], Warnings = [.. set.Warnings, .. reading.Warnings] };
    }

    /// <summary>All recordings of a set; those of other words than the given ones have no label.</summary>
    /// <param name="set">The recordings.</param>
    /// <param name="words">The classes.</param>
    /// <param name="options">How clips become images; null for the defaults.</param>
    /// <param name="progress">Told of clips read.</param>
    /// <param name="cancellationToken">Looked at between clips.</param>
    /// <exception cref="DistillException">A file is damaged or too short, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static KeywordSource Whole(
        RecordingSet set, IReadOnlyList<string> words, KeywordOptions? options = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(words);
        return KeywordReading.Of(set, options ?? new(), words, _ => true, progress, cancellationToken).Source;
    }

    // What settings are chosen on measures where nothing else does, and is trained on elsewhere.
    private static OpenedData Parts(RecordingSet set, KeywordSource source)
    {
        var all = new ExampleView(source);
        var measures = set.RecognisedBy.ContainsKey(RecordingPart.Test) ? RecordingPart.Test : RecordingPart.Validation;
        if (source.Recordings.Any(recording => recording.Part == measures))
        {
            var train = set.RecognisedBy.Where(part => part.Key != measures).OrderBy(part => part.Key).Select(part => part.Value);
            return Parts(all, [.. source.Recordings.Select(recording => recording.Part == measures)], set.Name, string.Join(" and ", train), set.RecognisedBy[measures]);
        }

        if (SpeakerDraw.Draw(source.Recordings, Splits.UndividedTestShare, Splits.UndividedTestSeed) is { } drawn)
        {
            const string speakers = "speakers, of whom a fifth of the recordings are drawn";
            return Parts(all, drawn, set.Name, speakers, speakers);
        }

        var (rest, test) = Splits.Undivided(all);
        return new OpenedData(new DataPart(rest, Splits.UndividedDescription), new DataPart(test, Splits.UndividedDescription));
    }

    private static OpenedData Parts(ExampleView all, bool[] isTest, string name, string train, string test)
    {
        var rows = Enumerable.Range(0, all.Count);
        return new OpenedData(
            new DataPart(all.Subset([.. rows.Where(row => !isTest[row])], $"{name}/train"), train),
            new DataPart(all.Subset([.. rows.Where(row => isTest[row])], $"{name}/test"), test));
    }
}
