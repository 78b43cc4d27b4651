using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// Decoupled knowledge distillation (Zhao et al. 2022): T²·(α·KL(b^p‖b^q) + β·KL(p̂‖q̂), with b the two probabilities of
/// the label and of all else, and p̂, q̂ the distributions over the other classes, all at T. Soft targets weigh the second
/// term by what the teacher leaves to the other classes; here it counts the same however sure the teacher is.
/// </summary>
internal sealed class DecoupledDistillation : IObjective
{
    private readonly double temperature;
    private readonly double target;
    private readonly double others;

    /// <summary>Matches at <paramref name="temperature"/>.</summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>; 4 in the paper's tables.</param>
    /// <param name="target">α, of the label against all else; finite, 0 or more.</param>
    /// <param name="others">β, of the other classes among each other; finite, 0 or more.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public DecoupledDistillation(double temperature, double target = 1, double others = 8)
    {
        ObjectiveNumbers.Check("Decoupled distillation", temperature, ("α", target), ("β", others));
        (this.temperature, this.target, this.others) = (temperature, target, others);
    }

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"decoupled soft targets at T = {temperature}, label at {target}, other classes at {others}");

    /// <inheritdoc/>
    public double? TeacherTemperature => temperature;

    /// <summary>True: the label is the class that is told apart from the others.</summary>
    public bool NeedsLabels => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckLabels(logits, labels);
        ObjectiveArguments.CheckDenseTargets(logits, targets, temperature, "decoupled distillation");
        using var scope = NewDisposeScope();
        var teacher = TeacherAnswers.Of(logits, targets!);
        var student = logits.DividedBy(temperature).log_softmax(1);
        var (otherTeacher, otherStudent) = (TeacherAnswers.Others(teacher, labels), TeacherAnswers.Others(student, labels));
        var (restTeacher, restStudent) = (otherTeacher.logsumexp(1, keepdim: true), otherStudent.logsumexp(1, keepdim: true));
        var two = TeacherAnswers.Divergence(
            cat([TeacherAnswers.OfLabel(teacher, labels).unsqueeze(1), restTeacher], 1),
            cat([TeacherAnswers.OfLabel(student, labels).unsqueeze(1), restStudent], 1));
        var among = TeacherAnswers.Divergence(otherTeacher - restTeacher, otherStudent - restStudent);
        return two.Times(target * temperature * temperature).Plus(among, others * temperature * temperature).MoveToOuterDisposeScope();
    }
}
