using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Cli.Tests.Scalars;

/// <summary>Code that <see cref="UnheldScalars"/> must pass. It is never run.</summary>
internal static class PlantedHeldScalars
{
    private static readonly Scalar One = 1;

    public static Tensor Field(Tensor x) => x.add_(x, One);

    public static Tensor Variable(Tensor x)
    {
        using Scalar factor = 2;
        return x.mul(factor);
    }

    public static Tensor Statement(Tensor x, double temperature)
    {
        using (var divisor = temperature.ToScalar())
        {
            return x.div(divisor).log_softmax(1);
        }
    }

    public static Tensor WithoutNumbers(Tensor x) => (x - x).exp().sum(1).log_softmax(0);

    public static float Read(Tensor x) => x.mean().item<float>();

    public static nn.Module Module() => nn.Linear(3, 2);
}
