using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// Multi-level logit distillation (Jin, Wang and Lin 2023), the mean over several temperatures T of
/// T²·KL(p‖q) + b·‖QQᵀ − PPᵀ‖²/B + c·‖QᵀQ − PᵀP‖²/N. P and Q hold the probabilities of a batch of B cases and N classes
/// at T: the second term compares which cases are alike, the third which classes go together.
/// </summary>
internal sealed class MultiLevelMatching : IObjective
{
    private readonly double[] temperatures;
    private readonly double batches;
    private readonly double classes;

    /// <summary>Matches at several temperatures.</summary>
    /// <param name="temperatures">At least one T, within the range of <see cref="Temperatures"/>; 2 to 6 by default, as in the authors' code.</param>
    /// <param name="batches">b, of the cases of a batch; finite, 0 or more.</param>
    /// <param name="classes">c, of the classes; finite, 0 or more.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public MultiLevelMatching(IEnumerable<double>? temperatures = null, double batches = 1, double classes = 1)
    {
        this.temperatures = [.. temperatures ?? [2, 3, 4, 5, 6]];
        ProblemList.ThrowIfAny("Multi-level matching", new ProblemList
        {
            { this.temperatures.Length == 0, "there is no temperature; expected at least one" },
            this.temperatures.SelectMany(Temperatures.Problems),
            ObjectiveNumbers.Problems(("b", batches), ("c", classes)),
        });
        (this.batches, this.classes) = (batches, classes);
    }

    /// <inheritdoc/>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"several levels at T = {string.Join(", ", temperatures.Select(temperature => temperature.ToString(CultureInfo.InvariantCulture)))}, batch at {batches}, classes at {classes}");

    /// <summary>1: the other temperatures are made of it, because the logarithms at T = 1 are the logits but for a number added to each row.</summary>
    public double? TeacherTemperature => 1;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    public bool ComparesCases => batches > 0 || classes > 0;

    /// <inheritdoc/>
    /// <remarks>The terms of the batch stand in the loss of each case.</remarks>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckDenseTargets(logits, targets, 1, "multi-level matching");
        using var scope = NewDisposeScope();
        var teacher = TeacherAnswers.Of(logits, targets!);
        return stack(temperatures.Select(temperature => AtOne(logits, teacher, temperature))).mean([0]).MoveToOuterDisposeScope();
    }

    private Tensor AtOne(Tensor logits, Tensor teacher, double temperature)
    {
        var (logP, logQ) = (teacher.DividedBy(temperature).log_softmax(1), logits.DividedBy(temperature).log_softmax(1));
        var losses = TeacherAnswers.Divergence(logP, logQ).Times(temperature * temperature);
        var (p, q) = (logP.exp(), logQ.exp());
        var ofBatch = SquareDistance(q.mm(q.t()), p.mm(p.t())).Weighted(batches / logits.shape[0]);
        var ofClasses = SquareDistance(q.t().mm(q), p.t().mm(p)).Weighted(classes / logits.shape[1]);
        return losses.Plus(ofBatch.Plus(ofClasses));
    }

    private static Tensor SquareDistance(Tensor one, Tensor other)
    {
        var difference = one - other;
        return difference.mul(difference).sum();
    }
}
