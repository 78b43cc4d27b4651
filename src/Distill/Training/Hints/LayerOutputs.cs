using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>Keeps what named layers of a network answer, or what they are given, while it is called, from a call of <see cref="Catch"/> on.</summary>
internal sealed class LayerOutputs : IDisposable
{
    private readonly Dictionary<string, Tensor> caught = new(StringComparer.Ordinal);
    private readonly List<Action> removals = [];
    private bool isOn;

    /// <param name="network">The network; its layers keep their hooks until this is disposed.</param>
    /// <param name="names">Names of layers, each of which answers with one tensor to one.</param>
    /// <param name="ofInputs">Whether what the layers are given is kept.</param>
    public LayerOutputs(nn.Module network, IEnumerable<string> names, bool ofInputs = false)
    {
        Names = [.. names.Distinct()];
        var layers = network.named_modules().ToDictionary(module => module.name, module => module.module, StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (layers[name] is not nn.Module<Tensor, Tensor> layer)
            {
                throw new DistillException($"The layer '{name}' does not turn one tensor into one, so it gives no hint. Name another.");
            }

            removals.Add(ofInputs
                ? layer.register_forward_pre_hook((_, given) => Keep(name, given)).remove
                : layer.register_forward_hook((_, _, answer) => Keep(name, answer)).remove);
        }
    }

    /// <summary>The names, each once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the layers answered to the last call; they belong to the dispose scope of that call.</summary>
    /// <exception cref="DistillException">A layer was not called.</exception>
    public Tensor this[string name] => caught.TryGetValue(name, out var answer)
        ? answer
        : throw new DistillException($"The layer '{name}' was not called as the network answered, so it gives no hint. Name one that the network calls.");

    /// <summary>Lets the layers be caught from now until the result is disposed.</summary>
    public Catching Catch()
    {
        caught.Clear();
        isOn = true;
        return new Catching(this);
    }

    public void Dispose() => removals.ForEach(remove => remove());

    /// <summary>For as long as it lives, layers are caught.</summary>
    internal readonly struct Catching(LayerOutputs outputs) : IDisposable
    {
        public void Dispose() => outputs.isOn = false;
    }

    private Tensor Keep(string name, Tensor values)
    {
        if (isOn)
        {
            // A copy, because the next layer may work in place.
            caught[name] = values.clone();
        }

        return values;
    }
}
