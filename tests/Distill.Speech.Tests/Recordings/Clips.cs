using Distill.Data;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Tests.Recordings;

/// <summary>Clips and utterances of the built-in words.</summary>
internal static class Clips
{
    /// <summary>All takes of the first words by some speakers.</summary>
    public static Clip[] Of(int words, IEnumerable<int> speakers, int takes) =>
        [.. from speaker in speakers from word in Enumerable.Range(0, words) from take in Enumerable.Range(0, takes) select Of(word, speaker, take)];

    public static IReadOnlyList<Utterance> Utterances(IEnumerable<Clip> clips) =>
        FrameNormalisation.PerSpeaker([.. clips.Select(clip => Utterance.Of(clip, new Filterbank()))]);

    /// <summary>Utterances without sound: random features.</summary>
    public static Utterance Random(SeededRandom random, int frames, int coefficients, params int[] words) =>
        new("random", "s", words, new FrameMatrix([.. Enumerable.Range(0, frames * coefficients).Select(_ => (float)(random.NextDouble() - 0.5))], coefficients));

    private static Clip Of(int word, int speaker, int take) =>
        new(new Recording(ToneWords.Name(word, speaker, take), word, $"s{speaker}", null), ToneWords.Sound(word, speaker, take));
}
