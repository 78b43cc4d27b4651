using static TorchSharp.torch;

namespace Distill.Tests.Arithmetic;

/// <summary>A layer that adds nothing, but is made wrong on purpose.</summary>
/// <param name="fault">What is wrong with it.</param>
/// <param name="isWrong">For which inputs; double precision is always right.</param>
internal sealed class WrongLayer(Fault fault, Func<Tensor, bool> isWrong) : nn.Module<Tensor, Tensor>(nameof(WrongLayer))
{
    public override Tensor forward(Tensor input)
    {
        if (input.dtype == ScalarType.Float64 || !isWrong(input))
        {
            return input.alias();
        }

        using var one = ones_like(input.detach());
        return fault switch
        {
            Fault.Forward => input + one,
            // The value of the input, with twice its gradient.
            Fault.Backward => input + (input - input.detach()),
            Fault.NotFinite => input + (one / zeros_like(one)),
            _ => input.alias(),
        };
    }
}
