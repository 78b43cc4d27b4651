using System.Reflection;
using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>A layer that holds no other layers, and what reached it in a forward pass.</summary>
/// <param name="Name">Its name in the network, for example "block1_1.conv1".</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">A copy of its input, in the type and the layout in memory that it had.</param>
/// <param name="PassesGradientsOn">Whether layers before it learn from the gradient of its input.</param>
internal sealed record LayerInput(string Name, nn.Module<Tensor, Tensor> Layer, Tensor Input, bool PassesGradientsOn)
{
    private static readonly Assembly Own = typeof(LayerInput).Assembly;

    /// <summary>
    /// Runs a network once and keeps what reached the layers that it called. Of TorchSharp's and our own layers that have one
    /// kind and one shape, the first stands for all. The copies belong to the enclosing dispose scope.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="input">What it takes; it requires gradients where something before the network learns.</param>
    /// <param name="learns">Whether gradients are wanted.</param>
    public static IReadOnlyList<LayerInput> Of(nn.Module<Tensor, Tensor> network, Tensor input, bool learns)
    {
        using var mode = learns ? (IDisposable)enable_grad() : no_grad();
        using var scope = NewDisposeScope();
        var found = new List<LayerInput>();
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var removals = new List<Action>();
        foreach (var (name, module) in network.named_modules().Prepend(("network", network)))
        {
            if (module is not nn.Module<Tensor, Tensor> layer || module.children().Any())
            {
                continue;
            }

            (Tensor Copy, bool PassesGradientsOn)? before = null;
            removals.Add(layer.register_forward_pre_hook((_, seen) =>
            {
                // The module may have opened a scope of its own, which ends before the copy is needed.
                var copy = seen.detach().clone().DetachFromDisposeScope();
                scope.Attach(copy);
                before = (copy, seen.requires_grad);
                return seen;
            }).remove);
            removals.Add(layer.register_forward_hook((_, _, answer) =>
            {
                if (before is var (reached, passesOn) && kinds.Add($"{KindOf(layer, name, reached, answer)} {passesOn}"))
                {
                    found.Add(new LayerInput(name, layer, reached, passesOn));
                }

                before = null;
                return answer;
            }).remove);
        }

        try
        {
            network.call(input);
        }
        finally
        {
            removals.ForEach(remove => remove());
        }

        found.ForEach(layer => layer.Input.MoveToOuterDisposeScope());
        return found;
    }

    private static string KindOf(nn.Module layer, string name, Tensor input, Tensor answer)
    {
        var type = layer.GetType();
        var isKnown = type.Assembly == Own || type.Assembly == typeof(nn.Module).Assembly;
        return string.Join(
            ' ',
            new[] { type.FullName, isKnown ? "" : name, Text(input.shape), Text(input.stride()), Text(answer.shape) }
                .Concat(layer.parameters().Select(parameter => Text(parameter.shape))));

        static string Text(long[] numbers) => string.Join(',', numbers);
    }
}
