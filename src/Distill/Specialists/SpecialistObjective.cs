using System.Globalization;
using Distill.Objectives;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Specialists;

/// <summary>
/// What a specialist with a full softmax minimises (section 6.1 of the paper), which keeps it from overfitting: the label where
/// it is one of its own classes, −log q_y, and the generalist's soft targets for every other example, T²·CE(p^T, q^T). Such
/// a specialist has no dustbin; it starts as a copy of the generalist and has all classes.
/// </summary>
internal sealed class SpecialistObjective : IObjective
{
    private readonly SoftTargetMatching soft;
    private readonly HardLabels hard = new();
    private readonly bool[] own;

    /// <summary>The objective of one specialist.</summary>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="specialist">Which of them.</param>
    /// <param name="temperature">T of the generalist's soft targets.</param>
    /// <exception cref="DistillException">The temperature is out of range.</exception>
    public SpecialistObjective(ClassSets sets, int specialist, double temperature)
    {
        ArgumentNullException.ThrowIfNull(sets);
        soft = new SoftTargetMatching(temperature);
        own = new bool[sets.Classes];
        foreach (var number in sets[specialist])
        {
            own[number] = true;
        }

        Description = string.Create(
            CultureInfo.InvariantCulture, $"labels where they are {string.Join(' ', sets[specialist].ToArray())} of {sets.Classes}, elsewhere {soft.Description}");
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public double? TeacherTemperature => soft.TeacherTemperature;

    /// <inheritdoc/>
    public bool NeedsLabels => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is another number of classes; or as <see cref="IObjective.Losses"/> says.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.dim() != 2 || logits.shape[1] != own.Length)
        {
            throw new ArgumentException($"logits are [{string.Join(", ", logits.shape)}]; expected [batch, {own.Length}], a column for each class", nameof(logits));
        }

        using var hardLosses = hard.Losses(logits, labels, null);
        using var softLosses = soft.Losses(logits, labels, targets);
        using var mine = tensor(own, device: logits.device);
        using var isOwn = mine.index_select(0, labels);
        return where(isOwn, hardLosses, softLosses);
    }
}
