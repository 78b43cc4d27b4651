using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// First weights and biases of linear layers and convolutions: even from −1/√n to 1/√n, with n the inputs of a unit, as
/// PyTorch and TorchSharp draw them by themselves, but from a generator of their own. The same for a table of vectors, with
/// n their length.
/// </summary>
internal static class Initialisation
{
    /// <summary>The root of the mean square of what a table draws.</summary>
    /// <param name="dimensions">Numbers in a row.</param>
    public static double Size(int dimensions) => 1 / Math.Sqrt(3.0 * dimensions);

    /// <summary>Draws in the order of the layers.</summary>
    /// <param name="network">The layers.</param>
    /// <param name="seed">Decides everything that is drawn.</param>
    /// <param name="firstLayerScale">Factor on what the first layer draws.</param>
    public static void Draw(nn.Module network, long seed, double firstLayerScale)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        using var quiet = no_grad();
        var scale = firstLayerScale;
        foreach (var module in network.modules())
        {
            foreach (var (weight, bias) in Drawn(module))
            {
                var bound = scale / Math.Sqrt(weight.numel() / weight.shape[0]);
                weight.uniform_(-bound, bound, generator);
                bias?.uniform_(-bound, bound, generator);
                scale = 1;
            }
        }
    }

    private static IEnumerable<(Parameter Weight, Parameter? Bias)> Drawn(nn.Module module) => module switch
    {
        Linear linear => [(linear.weight!, linear.bias)],
        Conv2d convolution => [(convolution.weight!, convolution.bias)],
        TextVectors vectors => vectors.Tables.Select(table => (table, (Parameter?)null)),
        _ => [],
    };
}
