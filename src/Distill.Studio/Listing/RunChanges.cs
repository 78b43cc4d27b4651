namespace Distill.Studio.Listing;

/// <summary>What somebody has to know to be up to date.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Whole">Whether these are all runs, and not only those that changed.</param>
/// <param name="Rows">The runs that are new or changed, the newest first.</param>
/// <param name="Pending">How many runs are still to be read.</param>
/// <param name="Gone">The names of those that are no more.</param>
internal sealed record RunChanges(long Version, bool Whole, IReadOnlyList<RunRow> Rows, int Pending, IReadOnlyList<string> Gone)
{
    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => !Whole && Rows.Count == 0 && Gone.Count == 0;
}
