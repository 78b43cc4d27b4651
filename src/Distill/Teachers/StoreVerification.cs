using System.Globalization;

namespace Distill.Teachers;

/// <summary>What recomputing a sample of stored targets showed.</summary>
/// <param name="Examples">How many examples were recomputed.</param>
/// <param name="LargestDifference">
/// The largest total variation distance of an example: half the sum over the classes of |stored − recomputed| probability, 0
/// to 1. It is taken at the lowest and the highest temperature that the store serves, or at 1 and 20 where it serves all.
/// </param>
/// <param name="Tolerance">The difference up to which an example agrees.</param>
/// <param name="DisagreeingRows">The rows of the data set that differ by more, in the order of the store.</param>
internal sealed record StoreVerification(
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
            $"{Examples:N0} examples labelled again: {result}. Largest difference of the probabilities {LargestDifference:0.0e+0}, tolerance {Tolerance:0.0e+0}.");
    }
}
