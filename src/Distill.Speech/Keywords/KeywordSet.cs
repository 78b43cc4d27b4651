using Distill.Data;
using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Sets of recordings as examples to train on and to test with.</summary>
public static class KeywordSet
{
    /// <summary>
    /// The training and the test part. What a set's lists name for training and for validation is the training part. Where
    /// no list names a test part, a fifth is drawn, the same each time: whole speakers where file names tell them and
    /// each word stays in the training part, else clips, word by word. Where there are lists, only what they name is read.
    /// </summary>
    /// <param name="set">The recordings.</param>
    /// <param name="options">How clips become images; null for the defaults.</param>
    /// <param name="words">The classes, in this order; null for the set's own words.</param>
    /// <param name="progress">Told of clips read.</param>
    /// <param name="cancellation">Looked at between clips.</param>
    /// <exception cref="DistillException">A file is damaged or too short, an option is out of range, or the set has a word that is no class.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static OpenedData Divided(
        RecordingSet set, KeywordOptions? options = null, IReadOnlyList<string>? words = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        words ??= set.Words;
        if (set.Words.FirstOrDefault(word => !words.Contains(word)) is { } unknown)
        {
            throw new DistillException($"{set.Name} has the word '{unknown}'; expected {string.Join(", ", words)}. Leave its folder out, or use a model that knows it.");
        }

        var listed = set.Recordings.Any(recording => recording.Part is not null);
        var source = Read(set, options, words, recording => !listed || recording.Part is not null, progress, cancellation);
        var all = new ExampleView(source);
        if (source.Recordings.Any(recording => recording.Part == RecordingPart.Test))
        {
            return Parts(all, [.. source.Recordings.Select(recording => recording.Part == RecordingPart.Test)], set.Name, "the set's lists");
        }

        if (SpeakerDraw.Draw(source.Recordings, Splits.UndividedTestShare, Splits.UndividedTestSeed) is { } drawn)
        {
            return Parts(all, drawn, set.Name, "speakers, of whom a fifth of the recordings are drawn");
        }

        var (train, test) = Splits.Undivided(all);
        return new OpenedData(new DataPart(train, Splits.UndividedDescription), new DataPart(test, Splits.UndividedDescription));
    }

    /// <summary>All recordings of a set; those of other words than the given ones have no label.</summary>
    /// <param name="set">The recordings.</param>
    /// <param name="words">The classes.</param>
    /// <param name="options">How clips become images; null for the defaults.</param>
    /// <param name="progress">Told of clips read.</param>
    /// <param name="cancellation">Looked at between clips.</param>
    /// <exception cref="DistillException">A file is damaged or too short, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static KeywordSource Whole(
        RecordingSet set, IReadOnlyList<string> words, KeywordOptions? options = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(words);
        return Read(set, options, words, _ => true, progress, cancellation);
    }

    private static KeywordSource Read(
        RecordingSet set, KeywordOptions? options, IReadOnlyList<string> words, Func<Recording, bool> wanted,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var numbers = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        return new KeywordSource(set.Name, Clips(), words, options);

        IEnumerable<Clip> Clips()
        {
            var read = 0;
            var paced = new PacedProgress(progress);
            foreach (var clip in set.Read(rate: (options ?? new()).Filterbank.Rate))
            {
                cancellation.ThrowIfCancellationRequested();
                paced.Report(new WorkProgress($"reading {set.Name}", ++read, set.Recordings.Count, "clips"));
                if (wanted(clip.Recording))
                {
                    yield return clip with { Recording = clip.Recording with { Word = numbers.GetValueOrDefault(set.Words[clip.Recording.Word], -1) } };
                }
            }
        }
    }

    private static OpenedData Parts(ExampleView all, bool[] isTest, string name, string recognisedBy)
    {
        var rows = Enumerable.Range(0, all.Count);
        return new OpenedData(
            new DataPart(all.Subset([.. rows.Where(row => !isTest[row])], $"{name}/train"), recognisedBy),
            new DataPart(all.Subset([.. rows.Where(row => isTest[row])], $"{name}/test"), recognisedBy));
    }
}
