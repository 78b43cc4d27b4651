using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>The most probable classes of each example and the mass of the others. Owns its tensors.</summary>
/// <param name="Classes">[batch, k] int64 class numbers, different within a row.</param>
/// <param name="LogProbabilities">[batch, k] float32, at the plan's <see cref="StorePlan.ValuesTemperature"/>; a number
/// added to a whole row changes nothing.</param>
/// <param name="LogRest">[batch, temperatures] float32: the logarithm of the probability of all other classes together at
/// each temperature that the store serves.</param>
internal sealed record TopKTargets(Tensor Classes, Tensor LogProbabilities, Tensor LogRest) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Classes.Dispose();
        LogProbabilities.Dispose();
        LogRest.Dispose();
    }
}
