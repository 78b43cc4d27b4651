using Distill.Runs;
using Distill.Speech.Features;

namespace Distill.Speech.Search;

/// <summary>The exact best path through a graph, frame by frame, without pruning. Of equal paths the one by earlier arcs.</summary>
internal static class Viterbi
{
    private const int None = -1;

    /// <summary>Finds it; null when the frames are too few to come through.</summary>
    /// <exception cref="DistillException">There are too many frames to remember all ways.</exception>
    public static SearchPath? Find(HmmGraph graph, FrameMatrix scores)
    {
        if ((scores.Frames + 1L) * graph.Nodes > Array.MaxLength)
        {
            throw new DistillException($"{scores.Frames:N0} frames are too many to search at once with {graph.Nodes:N0} nodes. Cut the recording.");
        }

        // Row t holds where each node was reached from with t frames taken.
        var back = new int[(scores.Frames + 1) * graph.Nodes];
        Span<double> before = new double[graph.Nodes], now = new double[graph.Nodes];
        now.Fill(double.NegativeInfinity);
        back.AsSpan(0, graph.Nodes).Fill(None);
        now[graph.Start] = 0;
        for (var junction = graph.States; junction < graph.Nodes; junction++)
        {
            if (junction != graph.Start)
            {
                (now[junction], back[junction]) = Best(graph, junction, now);
            }
        }

        for (var frame = 0; frame < scores.Frames; frame++)
        {
            var last = now;
            now = before;
            before = last;
            var row = back.AsSpan((frame + 1) * graph.Nodes, graph.Nodes);
            var columns = scores[frame];
            for (var state = 0; state < graph.States; state++)
            {
                (now[state], row[state]) = Best(graph, state, before);
                now[state] += columns[graph.Emissions[state]];
            }

            for (var junction = graph.States; junction < graph.Nodes; junction++)
            {
                (now[junction], row[junction]) = Best(graph, junction, now);
            }
        }

        return double.IsNegativeInfinity(now[graph.End]) ? null : Trace(graph, back, scores.Frames, now[graph.End]);
    }

    private static (double Score, int From) Best(HmmGraph graph, int node, ReadOnlySpan<double> scores)
    {
        var (best, from) = (double.NegativeInfinity, None);
        for (var arc = graph.ArcStart[node]; arc < graph.ArcStart[node + 1]; arc++)
        {
            var score = scores[graph.ArcFrom[arc]] + graph.ArcScore[arc];
            if (score > best)
            {
                (best, from) = (score, graph.ArcFrom[arc]);
            }
        }

        return (best, from);
    }

    private static SearchPath Trace(HmmGraph graph, int[] back, int frames, double score)
    {
        var states = new int[frames];
        var words = new Stack<(int Word, int Start)>();
        var node = graph.End;
        for (var taken = frames; back[(taken * graph.Nodes) + node] is var from and not None; node = from)
        {
            if (node >= graph.States)
            {
                continue;
            }

            taken--;
            states[taken] = graph.Emissions[node];
            if (from >= graph.States && graph.Words[node] >= 0)
            {
                words.Push((graph.Words[node], taken));
            }
        }

        return new SearchPath(score, states, [.. words.Select(word => word.Word)], [.. words.Select(word => word.Start)]);
    }
}
