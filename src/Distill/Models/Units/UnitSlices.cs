namespace Distill.Models.Units;

/// <summary>Where a tensor holds something of each unit of a layer: numbers u·each to (u + 1)·each − 1 along an axis belong to unit u.</summary>
/// <param name="Tensor">The name of the weight or the statistic.</param>
/// <param name="Axis">The axis along which units lie.</param>
/// <param name="Each">How many places each unit has: 1, or the pixels of a channel where a linear layer reads an image.</param>
internal sealed record UnitSlices(string Tensor, int Axis, int Each = 1)
{
    /// <summary>What a unit's layer has under a name for each of its outputs: rows of weights, biases, the numbers of batch normalisation.</summary>
    public static UnitSlices Rows(string tensor) => new(tensor, 0);

    /// <summary>What reads the units: columns of weights.</summary>
    public static UnitSlices Columns(string tensor, int each = 1) => new(tensor, 1, each);
}
