using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Speech;

/// <summary>Students at one temperature.</summary>
/// <param name="Temperature">T of the soft targets.</param>
/// <param name="ValidationFrameAccuracy">On the validation speakers, by which the temperature is chosen; one entry a seed.</param>
/// <param name="FrameAccuracy">On the test speakers; one entry a seed.</param>
public sealed record SpeechTemperature(
    [property: JsonPropertyName("T")] double Temperature, IReadOnlyList<double> ValidationFrameAccuracy, IReadOnlyList<double> FrameAccuracy);
