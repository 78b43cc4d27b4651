namespace Distill.Data.Packed;

/// <summary>One part of packed data.</summary>
/// <param name="RecognisedBy">What told that it is one, when it was packed.</param>
/// <param name="Shards">Its files, in the order of their rows.</param>
internal sealed record PackedPart(string RecognisedBy, IReadOnlyList<PackedShard> Shards);
