using Distill.Runs;
using static TorchSharp.torch;

namespace Distill;

/// <summary>
/// A source of vectors that students follow, such as a sentence encoder: it says how examples lie to each other, and needs no classes.
/// </summary>
public interface IVectorTeacher : IDisposable
{
    /// <summary>What to call this teacher in tables and messages.</summary>
    string Name { get; }

    /// <summary>How many numbers a vector has.</summary>
    int Dimensions { get; }

    /// <summary>Covers all that decides the vectors: equal fingerprints give equal vectors.</summary>
    Fingerprint Fingerprint { get; }

    /// <summary>Whether vectors are computed from the batch's inputs; false for stored ones, which belong to the plain view of each row.</summary>
    bool SeesInputs { get; }

    /// <summary>The vectors of a batch, without gradients.</summary>
    /// <param name="batch">Raw inputs and the rows that they came from.</param>
    /// <returns>[batch, <see cref="Dimensions"/>] float32; the caller disposes it.</returns>
    /// <exception cref="DistillException">This teacher takes no such inputs, or does not know a row.</exception>
    Tensor Vectors(Batch batch);
}
