using Distill.Speech.Alignment;
using Distill.Speech.Features;

namespace Distill.Speech.Tests.Decoding;

/// <summary>
/// Walks every path of an utterance through every string of words, one after the other: what a search must not miss.
/// Between two words there is silence once or not at all.
/// </summary>
internal sealed class EveryPath(StateMap states, Transitions transitions, double wordPenalty, FrameMatrix scores)
{
    private const int Silence = -1;

    private readonly List<(double Score, int[] Words, int[] States)> found = [];
    private readonly List<int> models = [];
    private readonly List<int> path = [];

    /// <summary>The best of all paths whose words the condition takes.</summary>
    public (double Score, int[] Words, int[] States) Best(Func<int[], bool> takes)
    {
        Enter(frame: 0, score: 0);
        return found.Where(end => takes(end.Words)).MaxBy(end => end.Score);
    }

    private void Enter(int frame, double score)
    {
        if (frame == scores.Frames)
        {
            found.Add((score, [.. models.Where(model => model != Silence)], [.. path]));
            return;
        }

        for (var model = Silence; model < states.Words.Count; model++)
        {
            if (model != Silence || models.LastOrDefault(0) != Silence)
            {
                models.Add(model);
                Take(model, 0, frame, score - (model == Silence ? 0 : wordPenalty));
                models.RemoveAt(models.Count - 1);
            }
        }
    }

    private void Take(int model, int state, int frame, double score)
    {
        if (frame == scores.Frames)
        {
            return;
        }

        var number = model == Silence ? states.Silence + state : states.Class(model, state);
        score += scores[frame][number];
        path.Add(number);
        Take(model, state, frame + 1, score + transitions.LogStay(number));
        if (state + 1 < (model == Silence ? states.SilenceStates : states.StatesPerWord))
        {
            Take(model, state + 1, frame + 1, score + transitions.LogLeave(number));
        }
        else
        {
            Enter(frame + 1, score + transitions.LogLeave(number));
        }

        path.RemoveAt(path.Count - 1);
    }
}
