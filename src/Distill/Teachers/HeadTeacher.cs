using Distill.Runs;

namespace Distill.Teachers;

/// <summary>A frozen trunk and a linear model of its vectors as one teacher. Owns both.</summary>
/// <param name="name">For tables and messages.</param>
/// <param name="trunk">Gives the vectors.</param>
/// <param name="head">Classifies them.</param>
internal sealed class HeadTeacher(string name, IVectorTeacher trunk, ModelTeacher head) : ITeacher
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Classes => head.Classes;

    /// <summary>Covers the trunk and the head.</summary>
    public Fingerprint Fingerprint { get; } = Fingerprint.Of("encoder and head", trunk.Fingerprint.Value, head.Fingerprint.Value);

    /// <inheritdoc/>
    public bool SeesInputs => trunk.SeesInputs;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <inheritdoc/>
    /// <exception cref="DistillException">The trunk takes other examples, or fails.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var vectors = trunk.Vectors(batch);
        using var encoded = new Batch(vectors, batch.Labels.alias(), batch.Rows.ToArray());
        return head.Targets(encoded, temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trunk.Dispose();
        head.Dispose();
    }
}
