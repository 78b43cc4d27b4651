using Distill.Runs;

namespace Distill;

/// <summary>
/// A source of knowledge: a model, an ensemble, stored targets, later foreign models and specialists. The temperature
/// is the teacher's business, because the arithmetic mean of softened members is not the softened mean.
/// </summary>
public interface ITeacher : IDisposable
{
    /// <summary>What to call this teacher in tables and messages.</summary>
    string Name { get; }

    /// <summary>How many classes it tells apart.</summary>
    int Classes { get; }

    /// <summary>Identifies weights, normalisation and combination: equal fingerprints give equal targets.</summary>
    Fingerprint Fingerprint { get; }

    /// <summary>
    /// Whether the targets are computed from the batch's inputs, so that they follow augmentation; false for stored
    /// targets, which belong to the plain view of each row.
    /// </summary>
    bool SeesInputs { get; }

    /// <summary>
    /// Whether the targets at every temperature T are the softmax of the same logits divided by T: true of one model and
    /// of a geometric mean, false of an arithmetic mean. Targets stored once then serve every temperature.
    /// </summary>
    bool HasLogits => false;

    /// <summary>Whether it can give targets at a temperature; stored ones may serve some temperatures alone.</summary>
    /// <param name="temperature">T &gt; 0.</param>
    bool Serves(double temperature) => true;

    /// <summary>Whether it is several, each with answers of its own, so that it can say how much they agree.</summary>
    bool KnowsAgreement => false;

    /// <summary>The distribution over the classes at a temperature, without gradients.</summary>
    /// <param name="batch">Raw inputs and the rows that they came from.</param>
    /// <param name="temperature">T &gt; 0; 1 leaves the teacher's distribution as it is.</param>
    /// <exception cref="DistillException">This teacher cannot give that temperature, or does not know a row.</exception>
    SoftTargets Targets(Batch batch, double temperature);

    /// <summary>
    /// The same with <see cref="SoftTargets.Agreement"/>: 1 − Σ_t w_t·KL(p_t ‖ m)/H(w) for teachers t of weights w and their mean m = Σ_t w_t·p_t, all at the
    /// temperature. The sum is the Jensen-Shannon divergence of the teachers, which H(w) = −Σ_t w_t·log w_t bounds.
    /// </summary>
    /// <inheritdoc cref="Targets"/>
    /// <exception cref="DistillException">As there; or it does not know (<see cref="KnowsAgreement"/>).</exception>
    SoftTargets TargetsWithAgreement(Batch batch, double temperature) =>
        throw new DistillException($"{Name} gives one answer to an example, and agreement is of several. Give two or more teachers.");
}
