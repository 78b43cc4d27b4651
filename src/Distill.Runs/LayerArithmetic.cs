namespace Distill.Runs;

/// <summary>
/// How the layers of a model are computed on this machine, after they were compared with double precision on a few examples.
/// </summary>
/// <param name="Precision">The number format of products in use: "f32" or "bf16".</param>
/// <param name="Layout">How images lie in memory: "channels last" (all channels of a pixel together) or "plain".</param>
/// <param name="OneDnn">Whether libtorch may use oneDNN.</param>
/// <param name="Deviation">
/// The largest difference that was found in a layer's output or gradients, as a share of its largest number; infinite where a
/// number was not finite; null where nothing was compared, as for modules that name a number format and on systems that cannot compare.
/// </param>
/// <param name="Cure">What was changed because the layers were wrong as they were asked for; null where they were right.</param>
public sealed record LayerArithmetic(string Precision, string Layout, bool OneDnn, double? Deviation = null, string? Cure = null)
{
    /// <summary>Where the layers are computed: "cpu", whose numbers are compared, or another device, whose are not.</summary>
    public string Device { get; init; } = "cpu";
}
