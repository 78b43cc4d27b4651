using Distill.Runs;
using Distill.Targets;

namespace Distill.Jobs.Labelling;

/// <summary>A store of soft targets.</summary>
/// <param name="Store">Its folder.</param>
/// <param name="Kind">What it keeps for each example.</param>
/// <param name="Examples">How many examples it covers.</param>
/// <param name="BytesPerExample">Bytes for each.</param>
/// <param name="Fingerprint">Covers every byte.</param>
public sealed record LabelOutcome(string Store, TargetKind Kind, int Examples, long BytesPerExample, Fingerprint Fingerprint);
