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
            if (module.children().Any())
            {
                continue;
            }

            (Tensor Copy, Tensor? Beside, bool PassesGradientsOn)? before = null;
            if (module is nn.Module<Tensor, Tensor> layer)
            {
                removals.Add(layer.register_forward_pre_hook((_, seen) =>
                {
                    before = (Kept(seen), null, seen.requires_grad);
                    return seen;
                }).remove);
                removals.Add(layer.register_forward_hook((_, _, answer) => Found(name, layer, () => layer, ref before, answer)).remove);
            }
            else if (module is nn.Module<Tensor, Tensor, Tensor> pair)
            {
                removals.Add(pair.register_forward_pre_hook((_, seen, beside) =>
                {
                    before = beside is null ? null : (Kept(seen), Kept(beside), seen.requires_grad);
                    return (seen, beside!);
                }).remove);
                removals.Add(pair.register_forward_hook((_, _, _, answer) => Found(name, pair, () => new LayerBeside(pair, before!.Value.Beside!), ref before, answer)).remove);
            }
        }

        try
        {
            network.call(input);
        }
        finally
        {
            removals.ForEach(remove => remove());
        }

        foreach (var layer in found)
        {
            layer.Input.MoveToOuterDisposeScope();
            (layer.Layer as LayerBeside)?.Beside.MoveToOuterDisposeScope();
        }

        return found;

        // The module may have opened a scope of its own, which ends before the copy is needed.
        Tensor Kept(Tensor seen)
        {
            var copy = seen.detach().clone().DetachFromDisposeScope();
            scope.Attach(copy);
            return copy;
        }

        Tensor Found(
            string name, nn.Module module, Func<nn.Module<Tensor, Tensor>> layer, ref (Tensor Copy, Tensor? Beside, bool PassesGradientsOn)? before, Tensor answer)
        {
            if (before is var (reached, _, passesOn) && kinds.Add($"{KindOf(module, name, reached, answer)} {passesOn}"))
            {
                found.Add(new LayerInput(name, layer(), reached, passesOn));
            }

            before = null;
            return answer;
        }
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
