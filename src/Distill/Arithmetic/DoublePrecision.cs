using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Keeps the weights and buffers of a module in double precision for as long as it lives; then they have their own
/// memory again, bit for bit. Parameters stay the same objects, tied ones stay tied.
/// </summary>
internal sealed class DoublePrecision : IDisposable
{
    private readonly List<(Tensor State, Tensor Own)> replaced = [];

    /// <param name="module">The module.</param>
    /// <param name="noise">By what share at most its numbers are made larger or smaller, at random; 0 for none.</param>
    public DoublePrecision(nn.Module module, double noise = 0)
    {
        foreach (var state in module.parameters().Concat(module.buffers()))
        {
            if (state.is_floating_point() && state.dtype != ScalarType.Float64)
            {
                var own = state.detach();
                using var wide = Of(own, noise);
                TensorData.Replace(state, wide);
                replaced.Add((state, own.DetachFromDisposeScope()));
            }
        }
    }

    /// <summary>Numbers in double precision, made larger or smaller at random by a share of <paramref name="noise"/> at most.</summary>
    public static Tensor Of(Tensor numbers, double noise)
    {
        var wide = numbers.to(ScalarType.Float64);
        return noise == 0 ? wide : wide.mul(rand(wide.shape, ScalarType.Float64, wide.device).Times(2 * noise).Plus(1 - noise));
    }

    public void Dispose()
    {
        foreach (var (state, own) in replaced)
        {
            TensorData.Replace(state, own);
            own.Dispose();
        }
    }
}
