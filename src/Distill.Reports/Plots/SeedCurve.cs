namespace Distill.Reports.Plots;

/// <summary>One curve of <see cref="SeedPlot"/>.</summary>
/// <param name="Style">Which colour and dashes, by number.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record SeedCurve(int Style, IReadOnlyList<SeedPoint> Points)
{
    /// <summary>Whether a line joins the points.</summary>
    public bool Joined { get; init; } = true;
}
