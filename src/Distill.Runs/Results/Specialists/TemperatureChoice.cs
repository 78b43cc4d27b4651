using System.Globalization;

namespace Distill.Runs.Results.Specialists;

/// <summary>What the temperature of the predictions that were counted was chosen by, without a label.</summary>
/// <param name="Examples">How many held-out examples it was chosen on.</param>
/// <param name="Tried">What was tried, ascending.</param>
internal sealed record TemperatureChoice(int Examples, IReadOnlyList<TriedTemperature> Tried)
{
    /// <summary>The agreement at each temperature for people, for example "0.13 at 1, 0.98 at 2".</summary>
    public string Agreements() => string.Join(", ", Tried.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{(one.Agreement is { } agreement ? agreement.ToString("0.00", CultureInfo.InvariantCulture) : "none")} at {one.Temperature}")));
}
