using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>The gradient of a parameter: a number for each weight, or those of some rows alone.</summary>
internal sealed class ParameterGradient : IDisposable
{
    /// <summary>Owns the tensor.</summary>
    /// <param name="dense">Contiguous.</param>
    public ParameterGradient(Tensor dense) => Dense = dense;

    /// <summary>All other rows are 0.</summary>
    public ParameterGradient(RowGradients rows) => Rows = rows;

    /// <summary>A number for each weight; null where there are <see cref="Rows"/>.</summary>
    public Tensor? Dense { get; }

    /// <summary>Some rows; null where there is a <see cref="Dense"/> gradient.</summary>
    public RowGradients? Rows { get; }

    /// <summary>The sum of the squares of all numbers.</summary>
    public double SumOfSquares => Rows?.SumOfSquares ?? (Dense!.IsOnCpu() ? Optimizers.SumOfSquares.Of(Dense!) : DeviceUpdate.SumOfSquares(Dense!));

    public void Dispose() => Dense?.Dispose();
}
