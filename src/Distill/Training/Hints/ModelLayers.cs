using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>The layers of a model of this toolkit, in evaluation mode, in which it is left.</summary>
/// <param name="Model">The model.</param>
/// <param name="Owns">Whether the model is disposed with this.</param>
internal sealed record ModelLayers(Classifier Model, bool Owns = false) : ILayerTeacher
{
    /// <inheritdoc/>
    public ExampleShape Input => Model.Input;

    /// <inheritdoc/>
    public Fingerprint Fingerprint => Model.Fingerprint();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. Model.Network.named_modules().Select(module => module.name)];

    /// <inheritdoc/>
    public ILayerAnswers Open(IReadOnlyList<string> layers)
    {
        Model.eval();
        return new Answers(Model, new LayerOutputs(Model.Network, layers));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Owns)
        {
            Model.Dispose();
        }
    }

    private sealed class Answers(Classifier model, LayerOutputs outputs) : ILayerAnswers
    {
        public IReadOnlyDictionary<string, Tensor> Of(Tensor inputs)
        {
            using var quiet = no_grad();
            using (outputs.Catch())
            {
                model.call(inputs);
            }

            return outputs.Names.ToDictionary(name => name, name => outputs[name], StringComparer.Ordinal);
        }

        public void Dispose() => outputs.Dispose();
    }
}
