using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Mnist;

/// <summary>The students of one width and temperature.</summary>
/// <param name="Width">Units of each of the two hidden layers.</param>
/// <param name="Temperature">T.</param>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="HeldOutErrors">Errors on held-out training images, one a seed.</param>
public sealed record MnistTemperature(
    int Width,
    [property: JsonPropertyName("T")] double Temperature,
    IReadOnlyList<long> Errors,
    IReadOnlyList<long>? HeldOutErrors = null);
