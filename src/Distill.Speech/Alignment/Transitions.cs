namespace Distill.Speech.Alignment;

/// <summary>How long states last: in each frame a state stays, or leaves for the next one of its model.</summary>
public sealed class Transitions
{
    // A state that was never seen to stay may yet do so.
    private const double LeastShare = 0.01;

    private readonly double[] logStay;
    private readonly double[] logLeave;

    private Transitions(double[] stay) =>
        (logStay, logLeave) = ([.. stay.Select(share => Math.Log(share))], [.. stay.Select(share => Math.Log(1 - share))]);

    /// <summary>Staying and leaving equally likely.</summary>
    public static Transitions Even(StateMap states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return new Transitions([.. Enumerable.Repeat(0.5, states.Count)]);
    }

    /// <summary>
    /// The shares that were seen: a run of frames in one state stays in all but its last. They are kept within 0.01 and 0.99,
    /// and a state that was not seen gets one half.
    /// </summary>
    public static Transitions Estimate(StateMap states, IEnumerable<StateAlignment> alignments)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(alignments);
        var (frames, stays) = (new long[states.Count], new long[states.Count]);
        foreach (var path in alignments.Select(alignment => alignment.States))
        {
            for (var frame = 0; frame < path.Count; frame++)
            {
                frames[path[frame]]++;
                stays[path[frame]] += frame + 1 < path.Count && path[frame + 1] == path[frame] ? 1 : 0;
            }
        }

        return new Transitions([.. frames.Zip(stays, (all, stay) => all == 0 ? 0.5 : Math.Clamp((double)stay / all, LeastShare, 1 - LeastShare))]);
    }

    /// <summary>The logarithm of the probability that a state stays.</summary>
    public double LogStay(int state) => logStay[state];

    /// <summary>The logarithm of the probability that a state leaves.</summary>
    public double LogLeave(int state) => logLeave[state];
}
