using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// First weights and biases of linear layers and convolutions: even from −1/√n to 1/√n, with n the inputs of a unit, as
/// PyTorch and TorchSharp draw them by themselves, but from a generator of their own.
/// </summary>
internal static class Initialisation
{
    public static void Draw(nn.Module network, long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        using var quiet = no_grad();
        foreach (var module in network.modules())
        {
            var (weight, bias) = module switch
            {
                Linear linear => (linear.weight, linear.bias),
                Conv2d convolution => (convolution.weight, convolution.bias),
                _ => (null, null),
            };
            if (weight is not null)
            {
                var bound = 1 / Math.Sqrt(weight.numel() / weight.shape[0]);
                weight.uniform_(-bound, bound, generator);
                bias?.uniform_(-bound, bound, generator);
            }
        }
    }
}
