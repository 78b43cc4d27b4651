using Distill.Libtorch;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>How a network is computed, and how far that is from right.</summary>
/// <param name="Precision">The number format of its products.</param>
/// <param name="IsChannelsLast">How images lie in memory.</param>
/// <param name="OneDnn">Whether libtorch may use oneDNN.</param>
/// <param name="Learns">Whether gradients were compared, too.</param>
/// <param name="Worst">The worst layer.</param>
/// <param name="Asked">The worst layer as the network was asked for: <paramref name="Worst"/> itself where nothing was changed.</param>
/// <param name="Change">What was changed, in a few words; null for nothing.</param>
internal sealed record NetworkArithmetic(
    Precision Precision, bool IsChannelsLast, bool OneDnn, bool Learns, LayerDeviation Worst, LayerDeviation Asked, string? Change)
{
    /// <summary>Where it is computed.</summary>
    public string Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Of a network that computes where nothing is compared.</summary>
    public static NetworkArithmetic Unchecked(Precision precision, Device device) =>
        new(precision, true, true, true, LayerDeviation.None, LayerDeviation.None, null) { Device = ComputeDevice.Name(device) };

    /// <summary>What was changed and why; null where nothing was.</summary>
    public string? Cure => Change is null ? null : $"{Change}, because {FaultOf(Asked)}";

    /// <summary>Whether rounding explains every deviation.</summary>
    public bool IsRight => Worst.IsRounding;

    /// <summary>What a run records.</summary>
    public LayerArithmetic Facts =>
        new(Name(Precision), IsChannelsLast ? "channels last" : "plain", OneDnn, Worst == LayerDeviation.None ? null : Worst.Value, Cure) { Device = Device };

    /// <summary>For a message: the layer, what of it is wrong, and by how much.</summary>
    public string Fault => FaultOf(Worst);

    /// <summary>
    /// Checks a network as it is, and then with each cure that costs little, until one is right: the other layout in memory;
    /// for float32, whose other code is as fast, without oneDNN. The network keeps the layout that was found.
    /// </summary>
    /// <param name="network">The network; its own training mode is kept.</param>
    /// <param name="input">A few examples as the network takes them.</param>
    /// <param name="precision">The number format of its products.</param>
    /// <param name="learns">Whether gradients matter.</param>
    /// <param name="passesGradientsOn">Whether that of the input does, as where something before the network learns.</param>
    /// <returns>What is right, or, where nothing is, what the network was.</returns>
    public static NetworkArithmetic Of(nn.Module<Tensor, Tensor> network, Tensor input, Precision precision, bool learns, bool passesGradientsOn = false)
    {
        using var evaluation = new EvaluationMode(network);
        var layouts = network.modules().OfType<IImageLayout>().ToArray();
        var own = layouts.Length > 0 && layouts[0].IsChannelsLast;
        var asked = Try(own, oneDnn: true);
        if (asked.IsRight)
        {
            return asked;
        }

        var cured = Cures().Select(cure => Try(cure.IsChannelsLast, cure.OneDnn)).FirstOrDefault(found => found.IsRight);
        Lay((cured ?? asked).IsChannelsLast);
        return cured is null ? asked : cured with { Asked = asked.Worst, Change = Changed(cured) };

        NetworkArithmetic Try(bool isChannelsLast, bool oneDnn)
        {
            Lay(isChannelsLast);
            using var without = new WithoutOneDnn(!oneDnn);
            var worst = LayerCheck.Of(network, input, learns, passesGradientsOn);
            return new(precision, isChannelsLast, oneDnn, learns, worst, worst, null);
        }

        string Changed(NetworkArithmetic found) => found.IsChannelsLast == own ? "without oneDNN"
            : own ? "images lie one plane a channel"
            : "images lie channels last";

        void Lay(bool isChannelsLast) => Array.ForEach(layouts, layout => layout.IsChannelsLast = isChannelsLast);

        IEnumerable<(bool IsChannelsLast, bool OneDnn)> Cures()
        {
            if (layouts.Length > 0)
            {
                yield return (!own, true);
            }

            if (precision == Precision.F32 && LibtorchContext.OneDnn == true)
            {
                yield return (own, false);
            }
        }
    }

    /// <summary>The name of a number format for people and files.</summary>
    public static string Name(Precision precision) => precision == Precision.Bf16 ? "bf16" : "f32";

    private string FaultOf(LayerDeviation deviation) => deviation.IsOverrun
        ? $"for the {deviation.Quantity} of layer {deviation.Layer} oneDNN would write past the end of its memory"
        : double.IsFinite(deviation.Value)
        ? FormattableString.Invariant($"in {Name(Precision)} the {deviation.Quantity} of layer {deviation.Layer} is off by {deviation.Value:P0} of its largest number")
        : $"in {Name(Precision)} the {deviation.Quantity} of layer {deviation.Layer} is not finite";
}
