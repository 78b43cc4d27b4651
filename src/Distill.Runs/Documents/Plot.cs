namespace Distill.Runs.Documents;

/// <summary>Curves over a number. Neighbouring plots of a section stand beside each other and share their legend.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Description">What a reader who cannot see it should know, with the numbers that matter; text shows this in its place.</param>
/// <param name="Across">Label of the horizontal axis.</param>
/// <param name="Unit">Unit of the vertical axis.</param>
/// <param name="Series">The curves; later ones are drawn over earlier ones.</param>
internal sealed record Plot(string Title, string Description, string Across, Unit Unit, IReadOnlyList<Series> Series) : Block
{
    /// <summary>
    /// Whether each point is of several seeds: then each is a dot, the horizontal axis is logarithmic, and a bar is a deviation. Where it
    /// is not, points of several values are a line through their means, with a thin line for each seed behind it.
    /// </summary>
    public bool BySeed { get; init; }

    /// <summary>Whether every point is shown, however steep the beginning of a curve.</summary>
    public bool Whole { get; init; }

    internal override bool HasHoles() =>
        Series.Any(series => series is null || series.Points.Any(point => point is null));
}
