using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>
/// Numbers as they are after they were stored as integers and read again. Gradients pass as if nothing had been rounded ("straight through"),
/// but not through a number that was cut off at the end of its range.
/// </summary>
internal sealed class RoundedTensor : autograd.SingleTensorFunction<RoundedTensor>
{
    private const string Made = "made";

    public override string Name => nameof(RoundedTensor);

    /// <summary>Rounds; halves go to the even neighbour, as ONNX has it.</summary>
    /// <param name="numbers">Any floating-point type, which the result has too.</param>
    /// <param name="rounding">How.</param>
    public static Tensor Of(Tensor numbers, Rounding rounding) => apply(numbers, rounding);

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        using var scope = NewDisposeScope();
        var (numbers, rounding) = ((Tensor)arguments[0], (Rounding)arguments[1]);
        var stored = numbers.detach().to(rounding.Scale.dtype).div(rounding.Scale).round_().Add(rounding.ZeroPoint);
        var inside = stored.IsAtLeast(rounding.Least).logical_and_(stored.IsAtMost(rounding.Most));
        // libtorch takes it over after this method.
        context.save_for_backward([inside.MoveToOuterDisposeScope()]);
        return stored.Within(rounding.Least, rounding.Most).Subtract(rounding.ZeroPoint).mul_(rounding.Scale).to(numbers.dtype).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        Tensor[] passed = [gradient.mul(context.get_saved_variables()[0]).DetachFromDisposeScope()];
        // libtorch reads it after this method, when nothing else may hold it.
        context.save_data(Made, passed);
        return [.. passed, null!];
    }
}
