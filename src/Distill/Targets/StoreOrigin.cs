using Distill.Runs;

namespace Distill.Targets;

/// <summary>Something that a store was made from, by name for people and by fingerprint for the check.</summary>
/// <param name="Name">For tables and messages.</param>
/// <param name="Fingerprint">Decides whether two are the same.</param>
internal sealed record StoreOrigin(string Name, Fingerprint Fingerprint)
{
    /// <summary>For example "fashion-mnist/train (fingerprint 0f…)".</summary>
    public override string ToString() => $"{Name} (fingerprint {Fingerprint})";
}
