using Distill.Runs;

namespace Distill.Jobs.Vectors;

/// <summary>What is in a store of vectors.</summary>
/// <param name="Store">Its folder.</param>
/// <param name="Dimensions">Numbers in a vector.</param>
/// <param name="Examples">How many examples have one.</param>
/// <param name="BytesPerExample">Bytes that an example takes.</param>
/// <param name="Fingerprint">Covers every byte.</param>
internal sealed record VectorsOutcome(string Store, int Dimensions, int Examples, long BytesPerExample, Fingerprint Fingerprint);
