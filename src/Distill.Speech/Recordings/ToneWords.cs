using Distill.Data;
using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>
/// Made-up recordings: each word is a sequence of three tones of its own, between stretches of faint noise. A clip is a
/// function of its word, speaker and take alone.
/// </summary>
internal static class ToneWords
{
    public const int Rate = 16_000;

    private static readonly double[][] Melodies =
        [[400, 900, 2_000], [2_500, 700, 1_200], [1_500, 3_000, 500], [3_600, 2_000, 300], [800, 400, 3_000], [2_000, 3_600, 1_000]];

    /// <summary>The words, in ordinal order.</summary>
    public static IReadOnlyList<string> Words { get; } = ["abu", "bela", "coro", "dima", "etu", "filo"];

    /// <summary>What a clip is called in a set; it names the speaker as sets of commands do.</summary>
    public static string Name(int word, int speaker, int take) => $"{Words[word]}/s{speaker}_{take}.wav";

    /// <summary>A clip of half a second to a second. The speaker decides pitch and tempo, the take where the word lies and how long each tone is.</summary>
    public static Waveform Sound(int word, int speaker, int take)
    {
        var random = new SeededRandom(word, speaker, take);
        var pitch = 0.95 + (0.02 * speaker) + (0.01 * random.NextDouble());
        var tempo = 0.9 + (0.05 * (speaker % 3));
        var samples = new List<float>();
        AddTone(samples, 0, 0.15 + (0.15 * random.NextDouble()), ref random);
        foreach (var hertz in Melodies[word])
        {
            AddTone(samples, hertz * pitch, tempo * (0.08 + (0.06 * random.NextDouble())), ref random);
        }

        AddTone(samples, 0, 0.15 + (0.15 * random.NextDouble()), ref random);
        return new Waveform(Rate, [.. samples]);
    }

    private static void AddTone(List<float> samples, double hertz, double seconds, ref SeededRandom random)
    {
        for (var i = 0; i < (int)(seconds * Rate); i++)
        {
            samples.Add((float)((0.3 * Math.Sin(2 * Math.PI * hertz * i / Rate)) + (0.01 * (random.NextDouble() - 0.5))));
        }
    }
}
