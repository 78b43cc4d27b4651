namespace Distill.Runs.Documents;

/// <summary>A curve of a plot.</summary>
/// <param name="Name">What the legend calls it; empty to leave it out of the legend.</param>
/// <param name="Colour">Its colour and dashes, 0 to 6, which mean the same in the entire document; 6 is the teacher's.</param>
/// <param name="Points">Its points from left to right.</param>
internal sealed record Series(string Name, int Colour, IReadOnlyList<Point> Points)
{
    /// <summary>Whether a line joins the points; points of different things stand apart.</summary>
    public bool Joined { get; init; } = true;
}
