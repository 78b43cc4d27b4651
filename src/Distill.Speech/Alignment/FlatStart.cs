using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Speech.Alignment;

/// <summary>A first alignment that knows nothing: silence, the words' states and silence, equally long.</summary>
internal static class FlatStart
{
    /// <exception cref="DistillException">There are fewer frames than states of the words.</exception>
    public static StateAlignment Align(Utterance utterance, StateMap states)
    {
        var silence = Enumerable.Range(states.Silence, states.SilenceStates);
        int[] spoken = [.. utterance.Words.SelectMany(word => Enumerable.Range(states.Class(word, 0), states.StatesPerWord))];
        int[] all = [.. silence, .. spoken, .. silence];
        var frames = utterance.Frames.Frames;
        // Too short for silence, it may yet hold the words.
        var order = all.Length <= frames ? all : spoken;
        return order.Length <= frames && spoken.Length > 0
            ? new StateAlignment([.. Enumerable.Range(0, frames).Select(frame => order[(int)((long)frame * order.Length / frames)])], 0)
            : throw new DistillException(
                $"{utterance.Name} has {frames} frames for {utterance.Words.Count} words of {states.StatesPerWord} states each; expected a word, and one frame a state at least. " +
                "Leave it out, or take fewer states a word.");
    }
}
