using static TorchSharp.torch;

namespace Distill.Training.Feeding;

/// <summary>A batch as it was read, which teachers see, and its inputs where the student computes.</summary>
/// <param name="Read">In the computer's own memory.</param>
/// <param name="Brought">The inputs on the student's device; null where those that were read serve.</param>
internal sealed record FedBatch(Batch Read, Tensor? Brought) : IDisposable
{
    /// <summary>What the student is called with.</summary>
    public Tensor Inputs => Brought ?? Read.Inputs;

    public void Dispose()
    {
        Brought?.Dispose();
        Read.Dispose();
    }
}
