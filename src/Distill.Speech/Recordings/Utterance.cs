using Distill.Speech.Features;

namespace Distill.Speech.Recordings;

/// <summary>Features of speech, and what was said.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Speaker">Who speaks; normalisation may go by it.</param>
/// <param name="Words">The indices of the words that are said, in order.</param>
/// <param name="Frames">[frames, coefficients].</param>
public sealed record Utterance(string Name, string Speaker, IReadOnlyList<int> Words, FrameMatrix Frames)
{
    /// <summary>The features of a clip.</summary>
    public static Utterance Of(Clip clip, Filterbank filterbank)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(filterbank);
        return new Utterance(clip.Recording.Name, clip.Recording.Speaker, [clip.Recording.Word], filterbank.Extract(clip.Sound));
    }

    /// <summary>The features of a string of words.</summary>
    internal static Utterance Of(ConnectedString words, Filterbank filterbank)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(filterbank);
        return new Utterance(words.Name, words.Speaker, words.Words, filterbank.Extract(words.Sound));
    }
}
