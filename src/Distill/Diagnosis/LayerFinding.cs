namespace Distill.Diagnosis;

/// <summary>What a check of one kind of layer found on this machine.</summary>
/// <param name="Name">The layer, for example "convolution 3×3, 3 to 5 channels".</param>
/// <param name="Precision">The number format of its products: "f32" or "bf16".</param>
/// <param name="Layout">How images lie in memory: "channels last" or "plain".</param>
/// <param name="Deviation">
/// The largest difference from double precision in its output and its gradients, as a share of the largest number; null where a
/// number was not finite.
/// </param>
/// <param name="Ok">Whether rounding explains the difference.</param>
/// <param name="Cure">What is done instead where a model needs this layer; null where it is right, or where nothing helps.</param>
internal sealed record LayerFinding(string Name, string Precision, string Layout, double? Deviation, bool Ok, string? Cure);
