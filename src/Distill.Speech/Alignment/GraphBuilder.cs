using Distill.Speech.Search;

namespace Distill.Speech.Alignment;

/// <summary>Puts models of words and of silence together.</summary>
internal sealed class GraphBuilder(StateMap map, Transitions transitions)
{
    private const int NoState = -1;

    private readonly List<(int Emission, int Word)> nodes = [];
    private readonly List<(int From, int To, double Score)> arcs = [];

    /// <summary>Adds a junction; arcs between junctions must lead from earlier ones to later ones.</summary>
    public int AddJunction()
    {
        nodes.Add((NoState, NoState));
        return nodes.Count - 1;
    }

    public void AddArc(int from, int to, double score = 0) => arcs.Add((from, to, score));

    /// <summary>Adds the model of a word between two junctions; entering it costs <paramref name="penalty"/>.</summary>
    public void AddWord(int word, int from, int to, double penalty = 0) =>
        AddModel(map.Class(word, 0), map.StatesPerWord, word, from, to, -penalty);

    /// <summary>Adds the model of silence between two junctions.</summary>
    public void AddSilence(int from, int to) => AddModel(map.Silence, map.SilenceStates, NoState, from, to, 0);

    public HmmGraph Build(int start, int end)
    {
        var order = Enumerable.Range(0, nodes.Count).OrderBy(node => nodes[node].Emission == NoState).ToArray();
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        var into = arcs.OrderBy(arc => place[arc.To]).ToArray();
        var arcStart = new int[nodes.Count + 1];
        foreach (var arc in into)
        {
            arcStart[place[arc.To] + 1]++;
        }

        for (var node = 0; node < nodes.Count; node++)
        {
            arcStart[node + 1] += arcStart[node];
        }

        var states = order.Select(node => nodes[node]).TakeWhile(node => node.Emission != NoState).ToArray();
        return new HmmGraph(
            [.. states.Select(state => state.Emission)], [.. states.Select(state => state.Word)], arcStart,
            [.. into.Select(arc => place[arc.From])], [.. into.Select(arc => arc.Score)], place[start], place[end]);
    }

    private void AddModel(int firstClass, int count, int word, int from, int to, double entry)
    {
        for (var state = 0; state < count; state++)
        {
            nodes.Add((firstClass + state, state == 0 ? word : NoState));
            var node = nodes.Count - 1;
            AddArc(node, node, transitions.LogStay(firstClass + state));
            AddArc(state == 0 ? from : node - 1, node, state == 0 ? entry : transitions.LogLeave(firstClass + state - 1));
        }

        AddArc(nodes.Count - 1, to, transitions.LogLeave(firstClass + count - 1));
    }
}
