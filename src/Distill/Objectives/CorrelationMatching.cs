using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// DIST (Huang et al. 2022): T²·(β·(1 − ρ of a case's probabilities) + γ·the mean over classes of (1 − ρ of a class's
/// probabilities over the batch)), with ρ Pearson's correlation of student and teacher, both at T. A correlation asks for
/// the same order and proportions, not for the same numbers, which a much smaller student cannot reach.
/// </summary>
internal sealed class CorrelationMatching : IObjective
{
    private readonly double temperature;
    private readonly double cases;
    private readonly double classes;

    /// <summary>Matches at <paramref name="temperature"/>.</summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>.</param>
    /// <param name="cases">β, of the classes of one case; finite, 0 or more.</param>
    /// <param name="classes">γ, of the cases of one class; finite, 0 or more.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public CorrelationMatching(double temperature, double cases = 1, double classes = 1)
    {
        ObjectiveNumbers.Check("Matching correlations", temperature, ("β", cases), ("γ", classes));
        (this.temperature, this.cases, this.classes) = (temperature, cases, classes);
    }

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"correlations at T = {temperature}, of cases at {cases}, of classes at {classes}");

    /// <inheritdoc/>
    public double? TeacherTemperature => temperature;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    public bool ComparesCases => classes > 0;

    /// <inheritdoc/>
    /// <remarks>The term of the classes is that of the whole batch, and stands in the loss of each case.</remarks>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckDenseTargets(logits, targets, temperature, "matching of correlations");
        using var scope = NewDisposeScope();
        var teacher = TeacherAnswers.Of(logits, targets!).exp();
        var student = logits.DividedBy(temperature).softmax(1);
        var ofCases = Uncorrelated(student, teacher, 1);
        var ofClasses = Uncorrelated(student, teacher, 0).mean();
        var scale = temperature * temperature;
        return ofCases.Times(cases * scale).Plus(ofClasses, classes * scale).MoveToOuterDisposeScope();
    }

    // 1 − ρ along a dimension. Where either side is constant but for what float32 rounds, ρ counts as 0.
    private static Tensor Uncorrelated(Tensor one, Tensor other, long along)
    {
        var (a, b) = (one - one.mean([along], keepdim: true), other - other.mean([along], keepdim: true));
        var lengths = Length(a) * Length(b);
        return (a * b).sum(along).div(lengths).neg().Plus(1);

        Tensor Length(Tensor values) => values.mul(values).sum(along).NoLessThan(1e-12).sqrt();
    }
}
