using System.Globalization;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>Reads recordings into images, and notes what is wrong with any.</summary>
internal sealed class KeywordReading
{
    private const int MostTold = 5;

    // As loud as the last bit of 16, twice: dither, not sound.
    private const float Silence = 2 / 32_768f;

    private readonly List<(string Name, string Problem)> damaged = [];
    private readonly List<string> silent = [];
    private readonly List<string> cancelled = [];

    private KeywordReading()
    {
    }

    /// <summary>The examples.</summary>
    public KeywordSource Source { get; private set; } = null!;

    /// <summary>Damaged recordings, where they are left out.</summary>
    public IReadOnlyList<LeftOut> LeftOut =>
        damaged.Count == 0 ? [] : [new("recordings that are damaged or too short", damaged.Count, damaged[0].Name)];

    /// <summary>Recordings without a sound.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (silent.Count > 0)
            {
                yield return Told(silent, "has no sound at all: its samples are all the same", "have no sound at all: their samples are all the same");
            }

            if (cancelled.Count > 0)
            {
                yield return Told(
                    cancelled,
                    "has channels that cancel each other out when they are averaged, so that next to nothing is heard. Keep one channel of it",
                    "have channels that cancel each other out when they are averaged, so that next to nothing is heard. Keep one channel of them");
            }
        }
    }

    /// <summary>Reads all that are wanted.</summary>
    /// <param name="set">The recordings.</param>
    /// <param name="options">How.</param>
    /// <param name="words">The classes; other words have no label.</param>
    /// <param name="wanted">Which recordings.</param>
    /// <param name="progress">Told of clips read.</param>
    /// <param name="cancellationToken">Looked at between clips.</param>
    /// <exception cref="DistillException">Recordings are damaged or too short, and are not to be left out: one message names all.</exception>
    public static KeywordReading Of(
        RecordingSet set, KeywordOptions options, IReadOnlyList<string> words, Func<Recording, bool> wanted,
        IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var numbers = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        var maker = new KeywordImages(options);
        var reading = new KeywordReading();
        reading.Source = new KeywordSource(set.Name, maker.Shape, Made(), words);
        if (reading.damaged.Count > 0 && (!options.SkipDamaged || reading.Source.Count == 0))
        {
            throw reading.Error(set.Name);
        }

        return reading;

        IEnumerable<(Recording, float[])> Made()
        {
            var read = 0;
            var paced = new PacedProgress(progress);
            foreach (var (recording, where, bytes) in set.ReadSounds(wanted))
            {
                cancellationToken.ThrowIfCancellationRequested();
                paced.Report(new WorkProgress($"reading {set.Name}", ++read, set.Recordings.Count, "clips"));
                if (reading.Image(maker, recording, where, bytes) is { } image)
                {
                    yield return (recording with { Word = numbers.GetValueOrDefault(set.Words[recording.Word], -1) }, image);
                }
            }
        }
    }

    private float[]? Image(KeywordImages maker, Recording recording, string where, Func<byte[]> bytes)
    {
        try
        {
            var sound = WavReader.Read(bytes(), where, out var cancels);
            if (sound.Samples.Max() - sound.Samples.Min() <= Silence && !cancels)
            {
                silent.Add(recording.Name);
            }
            else if (cancels)
            {
                cancelled.Add(recording.Name);
            }

            return maker.Of(new Clip(recording, sound));
        }
        catch (DistillException error) when (!error.IsWorkFailure)
        {
            damaged.Add((recording.Name, error.Message));
            return null;
        }
    }

    private DistillException Error(string set)
    {
        var told = string.Join(" ", damaged.Take(MostTold).Select(one => one.Problem));
        return new(
            (damaged.Count == 1 ? told : string.Create(
                CultureInfo.InvariantCulture, $"{damaged.Count:N0} recordings of {set} cannot be read. {told}{(damaged.Count > MostTold ? $" And {damaged.Count - MostTold:N0} more." : "")}"))
            + " Mend them, take them out, or have them left out (SkipDamaged).",
            new Remedy(nameof(KeywordOptions), nameof(KeywordOptions.SkipDamaged)));
    }

    private static string Told(List<string> names, string one, string several) => names.Count == 1
        ? $"The recording {names[0]} {one}."
        : string.Create(CultureInfo.InvariantCulture, $"{names.Count:N0} recordings {several}. The first is {names[0]}.");
}
