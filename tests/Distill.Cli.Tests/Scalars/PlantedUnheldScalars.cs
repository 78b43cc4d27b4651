using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Cli.Tests.Scalars;

/// <summary>Code that <see cref="UnheldScalars"/> must find. It is never run.</summary>
internal static class PlantedUnheldScalars
{
    public static Tensor Operator(Tensor x) => x * 2;

    public static Tensor SumOfTensors(Tensor x) => x + x;

    public static Tensor SumInPlace(Tensor x) => x.add_(x);

    public static Tensor Conversion(Tensor x) => x.clamp_min(0);

    public static Tensor Extension(Tensor x) => x.mul(0.5.ToScalar());

    public static Tensor Choice(Tensor x, bool negative) => x.mul(negative ? (Scalar)(-1) : 1);

    public static Tensor Variable(Tensor x)
    {
        Scalar factor = 2;
        return x.mul(factor);
    }

    public static Func<Tensor, Tensor> Lambda() => x => x.pow(2);

    public static Func<Tensor, Tensor> MethodGroup() => square;

    public static Tensor MissingArguments() => arange(4);

    public static Tensor Function(Tensor x) => nn.functional.leaky_relu(x, 0.1);

    public static nn.Module Module() => nn.BatchNorm2d(3);

    public static float Cast(Tensor x) => (float)x;
}
