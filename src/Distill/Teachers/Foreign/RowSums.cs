namespace Distill.Teachers.Foreign;

/// <summary>What the rows of a teacher's probabilities sum to, before they are scaled to sum to one.</summary>
/// <param name="Least">The lowest sum so far.</param>
/// <param name="Most">The highest sum so far.</param>
internal sealed record RowSums(double Least, double Most)
{
    /// <summary>Both ranges as one.</summary>
    public RowSums And(RowSums? other) =>
        other is null ? this : new RowSums(Math.Min(Least, other.Least), Math.Max(Most, other.Most));
}
