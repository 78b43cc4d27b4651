using Distill.Data;
using Distill.Speech.Audio;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Tests.Recordings;

/// <summary>Made-up recordings: each word is a sequence of three tones of its own, between stretches of faint noise.</summary>
internal static class Clips
{
    public const int Rate = 16_000;

    private static readonly double[][] Melodies = [[400, 900, 2_000], [2_500, 700, 1_200], [1_500, 3_000, 500], [3_600, 2_000, 300]];

    public static string[] Words(int count) => [.. Enumerable.Range(0, count).Select(word => $"word{word}")];

    /// <summary>A clip; speaker and take change pitch, tempo and where the word lies.</summary>
    public static Clip Of(int word, int speaker, int take)
    {
        var random = new SeededRandom(word, speaker, take);
        var pitch = 0.95 + (0.02 * speaker) + (0.01 * random.NextDouble());
        var samples = new List<float>();
        AddTone(samples, 0, 0.15 + (0.15 * random.NextDouble()), ref random);
        foreach (var hertz in Melodies[word])
        {
            AddTone(samples, hertz * pitch, 0.08 + (0.06 * random.NextDouble()), ref random);
        }

        AddTone(samples, 0, 0.15 + (0.15 * random.NextDouble()), ref random);
        return new Clip(new Recording($"word{word}/s{speaker}_{take}.wav", word, $"s{speaker}", null), new Waveform(Rate, [.. samples]));
    }

    /// <summary>All takes of all words by some speakers.</summary>
    public static Clip[] Of(int words, IEnumerable<int> speakers, int takes) =>
        [.. from speaker in speakers from word in Enumerable.Range(0, words) from take in Enumerable.Range(0, takes) select Of(word, speaker, take)];

    public static IReadOnlyList<Utterance> Utterances(IEnumerable<Clip> clips) =>
        FrameNormalisation.PerSpeaker([.. clips.Select(clip => Utterance.Of(clip, new Filterbank()))]);

    /// <summary>Utterances without sound: random features.</summary>
    public static Utterance Random(SeededRandom random, int frames, int coefficients, params int[] words) =>
        new("random", "s", words, new FrameMatrix([.. Enumerable.Range(0, frames * coefficients).Select(_ => (float)(random.NextDouble() - 0.5))], coefficients));

    private static void AddTone(List<float> samples, double hertz, double seconds, ref SeededRandom random)
    {
        for (var i = 0; i < (int)(seconds * Rate); i++)
        {
            samples.Add((float)((0.3 * Math.Sin(2 * Math.PI * hertz * i / Rate)) + (0.01 * (random.NextDouble() - 0.5))));
        }
    }
}
