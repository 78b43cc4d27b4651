using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>Some layers of a model that can be asked.</summary>
internal interface ILayerAnswers : IDisposable
{
    /// <summary>What the layers answer to a batch, without gradients.</summary>
    /// <param name="inputs">Raw inputs, as in a batch.</param>
    /// <returns>[batch, …] by the name of the layer; they belong to the dispose scope of the call.</returns>
    /// <exception cref="DistillException">A layer was not called, or does not answer to each example.</exception>
    IReadOnlyDictionary<string, Tensor> Of(Tensor inputs);
}
