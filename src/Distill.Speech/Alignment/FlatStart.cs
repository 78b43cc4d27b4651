using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Speech.Alignment;

/// <summary>A first alignment that knows nothing: a share of silence at both ends, and the words' states between, equally long.</summary>
internal static class FlatStart
{
    /// <exception cref="DistillException">There are fewer frames than states of the words.</exception>
    public static StateAlignment Align(Utterance utterance, StateMap states, double silenceShare)
    {
        int[] spoken = [.. utterance.Words.SelectMany(word => Enumerable.Range(states.Class(word, 0), states.StatesPerWord))];
        int[] silence = [.. Enumerable.Range(states.Silence, states.SilenceStates)];
        var frames = utterance.Frames.Frames;
        if (spoken.Length == 0 || spoken.Length > frames)
        {
            throw new DistillException(
                $"{utterance.Name} has {frames} frames for {utterance.Words.Count} words of {states.StatesPerWord} states each; expected a word, and one frame a state at least. " +
                "Leave it out, or take fewer states a word.");
        }

        // Too short for silence, it may yet hold the words.
        var quiet = (int)(silenceShare * frames);
        quiet = quiet >= silence.Length && frames - (2 * quiet) >= spoken.Length ? quiet : 0;
        return new StateAlignment([.. Spread(silence, quiet), .. Spread(spoken, frames - (2 * quiet)), .. Spread(silence, quiet)], 0);
    }

    private static IEnumerable<int> Spread(int[] states, int frames) =>
        Enumerable.Range(0, frames).Select(frame => states[(int)((long)frame * states.Length / frames)]);
}
