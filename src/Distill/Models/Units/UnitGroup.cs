namespace Distill.Models.Units;

/// <summary>The units of one hidden layer, each of which can be taken out with all that makes and reads it: those of a perceptron, the channels of a convolution.</summary>
/// <param name="Layer">The layer's name, as its weights have it.</param>
/// <param name="Units">How many there are.</param>
/// <param name="Slices">All tensors that hold something of them.</param>
/// <param name="Gates">
/// Weights in which a unit's output is linear, where nothing else changes: the weights and bias of a linear layer or a convolution, or scale
/// and shift of the batch normalisation behind it. The output times its gradient, summed over examples, is their product with their gradients.
/// </param>
internal sealed record UnitGroup(string Layer, int Units, IReadOnlyList<UnitSlices> Slices, IReadOnlyList<UnitSlices> Gates)
{
    /// <summary>Units of a linear layer or a convolution with a bias.</summary>
    /// <param name="layer">Its name.</param>
    /// <param name="units">How many it has.</param>
    /// <param name="readers">What reads them.</param>
    public static UnitGroup Of(string layer, int units, params UnitSlices[] readers)
    {
        UnitSlices[] own = [UnitSlices.Rows($"{layer}.weight"), UnitSlices.Rows($"{layer}.bias")];
        return new(layer, units, [.. own, .. readers], own);
    }

    /// <summary>Channels of a convolution without a bias, with batch normalisation behind it.</summary>
    /// <param name="layer">The convolution's name.</param>
    /// <param name="norm">The name of the normalisation.</param>
    /// <param name="units">How many channels there are.</param>
    /// <param name="readers">What reads them.</param>
    public static UnitGroup Normalised(string layer, string norm, int units, params UnitSlices[] readers)
    {
        UnitSlices[] gates = [UnitSlices.Rows($"{norm}.weight"), UnitSlices.Rows($"{norm}.bias")];
        return new(
            layer, units,
            [UnitSlices.Rows($"{layer}.weight"), .. gates, UnitSlices.Rows($"{norm}.running_mean"), UnitSlices.Rows($"{norm}.running_var"), .. readers],
            gates);
    }
}
