using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Keeps the weights and buffers of a module in double precision for as long as it lives; then they have their own
/// memory again, bit for bit. Parameters stay the same objects, tied ones stay tied.
/// </summary>
internal sealed class DoublePrecision : IDisposable
{
    private readonly List<(Tensor State, Tensor Own)> replaced = [];

    public DoublePrecision(nn.Module module)
    {
        foreach (var state in module.parameters().Concat(module.buffers()))
        {
            if (state.is_floating_point() && state.dtype != ScalarType.Float64)
            {
                var own = state.detach();
                using var wide = own.to(ScalarType.Float64);
                TensorData.Replace(state, wide);
                replaced.Add((state, own.DetachFromDisposeScope()));
            }
        }
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
