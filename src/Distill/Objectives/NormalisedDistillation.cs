using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// Normalised knowledge distillation (Yang et al. 2023): −p_y·log q_y + γ·λ²·CE(p̂, q̂), with y the label, p and q at
/// T = 1, and p̂, q̂ the distributions over the other classes at λ. The other classes are made to sum to one on both
/// sides, because their cross-entropy is smallest where they agree only then.
/// </summary>
internal sealed class NormalisedDistillation : IObjective
{
    private readonly double temperature;
    private readonly double others;

    /// <summary>Matches the other classes at <paramref name="temperature"/>.</summary>
    /// <param name="temperature">λ, within the range of <see cref="Temperatures"/>; 1 in the paper's tables.</param>
    /// <param name="others">γ, of the other classes; finite, above 0.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public NormalisedDistillation(double temperature = 1, double others = 1.5)
    {
        ObjectiveNumbers.Check("Normalised distillation", temperature, ("γ", others));
        (this.temperature, this.others) = (temperature, others);
    }

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"normalised soft targets, other classes at T = {temperature} and weight {others}");

    /// <summary>1: other temperatures are made of it, because the logarithms at T = 1 are the logits but for a number added to each row.</summary>
    public double? TeacherTemperature => 1;

    /// <summary>True: the label is the class that is told apart from the others.</summary>
    public bool NeedsLabels => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckLabels(logits, labels);
        ObjectiveArguments.CheckDenseTargets(logits, targets, 1, "normalised distillation");
        using var scope = NewDisposeScope();
        var teacher = TeacherAnswers.Of(logits, targets!);
        var target = TeacherAnswers.OfLabel(teacher, labels).exp() * TeacherAnswers.OfLabel(logits.log_softmax(1), labels);
        var among = Softened(teacher).exp().mul(Softened(logits)).sum(1);
        return target.neg().Plus(among, -others * temperature * temperature).MoveToOuterDisposeScope();

        Tensor Softened(Tensor rows) => TeacherAnswers.Others(rows, labels).DividedBy(temperature).log_softmax(1);
    }
}
