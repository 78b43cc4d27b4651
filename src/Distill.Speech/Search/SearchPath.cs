namespace Distill.Speech.Search;

/// <summary>The best path through a graph.</summary>
/// <param name="Score">Frames' scores and arcs, summed.</param>
/// <param name="States">[frames]: the column of each frame.</param>
/// <param name="Words">The words on the path, in order.</param>
/// <param name="Starts">[words]: the first frame of each.</param>
internal sealed record SearchPath(double Score, int[] States, int[] Words, int[] Starts);
