using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Adds noise to what each layer of a module answers, as rounding does, for as long as it lives. Noise on weights alone would not do: a layer that
/// rounds its weights takes it away again.
/// </summary>
internal sealed class NoisyLayers : IDisposable
{
    private readonly List<Action> removals = [];

    /// <param name="module">The module; a part that does not turn one tensor into one is left as it is.</param>
    /// <param name="noise">At most so much of the largest number of an answer.</param>
    public NoisyLayers(nn.Module module, double noise)
    {
        foreach (var layer in module.named_modules().Select(part => part.module).OfType<nn.Module<Tensor, Tensor>>())
        {
            removals.Add(layer.register_forward_hook((_, _, answer) => answer.is_floating_point() && answer.numel() > 0 ? Noisy(answer, noise) : answer).remove);
        }
    }

    public void Dispose() => removals.ForEach(remove => remove());

    private static Tensor Noisy(Tensor answer, double noise)
    {
        using var quiet = no_grad();
        var added = rand(answer.shape, answer.dtype, answer.device).Plus(-0.5).Times(2 * noise * Differences.LargestNumber(answer.detach()));
        using var learning = enable_grad();
        return answer.Plus(added);
    }
}
