namespace Distill.Reports.Plots;

/// <summary>One line of a plot.</summary>
/// <param name="Style">Which colour and dashes, by number; the same number means the same thing on the entire page.</param>
/// <param name="Points">Its points; those that are not finite are left out.</param>
/// <param name="Faint">Whether it is a single seed behind the mean.</param>
internal sealed record PlotLine(int Style, IReadOnlyList<(double X, double Y)> Points, bool Faint = false)
{
    /// <summary>What it is, for the note at its points; empty for none.</summary>
    public string Name { get; init; } = "";
}
