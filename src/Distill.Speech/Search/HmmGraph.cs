namespace Distill.Speech.Search;

/// <summary>
/// What a search may walk: states, which take a frame each, and junctions, which take none. States come first, then junctions
/// in an order in which arcs between them lead forwards.
/// </summary>
/// <param name="Emissions">[states]: the column of scores of each.</param>
/// <param name="Words">[states]: the word that begins with the state, −1 where none does.</param>
/// <param name="ArcStart">[nodes + 1]: where the arcs into each node begin.</param>
/// <param name="ArcFrom">[arcs]: where an arc comes from.</param>
/// <param name="ArcScore">[arcs]: what an arc adds.</param>
/// <param name="Start">The junction before the first frame.</param>
/// <param name="End">The junction after the last.</param>
internal sealed record HmmGraph(int[] Emissions, int[] Words, int[] ArcStart, int[] ArcFrom, double[] ArcScore, int Start, int End)
{
    public int States => Emissions.Length;

    public int Nodes => ArcStart.Length - 1;
}
