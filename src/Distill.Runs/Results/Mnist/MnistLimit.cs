using System.Text.Json.Serialization;

namespace Distill.Runs.Results.Mnist;

/// <summary>Students at one high temperature, or of logit matching, the limit of high temperatures.</summary>
/// <param name="Temperature">T; infinity for logit matching.</param>
/// <param name="Errors">Test errors, the mean over the seeds.</param>
/// <param name="LogitMse">Mean squared difference from the teacher's logits on the test set, both zero-meaned for each image; the mean over images, classes and seeds.</param>
/// <param name="ErrorsBySeed">Test errors, one a seed.</param>
public sealed record MnistLimit(
    [property: JsonPropertyName("T")] double Temperature, double Errors, double LogitMse, IReadOnlyList<long> ErrorsBySeed);
