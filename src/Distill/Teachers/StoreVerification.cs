using System.Globalization;

namespace Distill.Teachers;

/// <summary>What recomputing a sample of stored targets showed.</summary>
/// <param name="Examples">How many examples were recomputed.</param>
/// <param name="LargestDifference">
/// The largest |stored − recomputed| / (1 + |recomputed|) over all numbers of these examples, in log-space; f16 alone makes
/// up to 2⁻¹¹.
/// </param>
/// <param name="Tolerance">The difference up to which an example agrees.</param>
/// <param name="DisagreeingRows">The rows of the data set that differ by more, in the order of the store.</param>
public sealed record StoreVerification(
    int Examples, double LargestDifference, double Tolerance, IReadOnlyList<long> DisagreeingRows)
{
    /// <summary>Whether all recomputed examples agree.</summary>
    public bool Agrees => DisagreeingRows.Count == 0;

    /// <summary>For people.</summary>
    public override string ToString()
    {
        string rows = string.Join(", ", DisagreeingRows.Take(10)) + (DisagreeingRows.Count > 10 ? ", …" : "");
        string result = Agrees ? "all agree" : $"{DisagreeingRows.Count:N0} disagree (rows {rows})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Examples:N0} examples labelled again: {result}. Largest difference {LargestDifference:0.0e+0}, tolerance {Tolerance:0.0e+0}.");
    }
}
