using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// T²·D(p^T, q^T), with D the generalised Jensen-Shannon divergence (Agarwal et al. 2024):
/// β·KL(p‖m) + (1 − β)·KL(q‖m) with m = β·p + (1 − β)·q. β = 0 stands for KL(p‖q), as <see cref="SoftTargetMatching"/>
/// has it but for the teacher's entropy, and β = 1 for the reverse KL(q‖p), which leaves out what the student cannot
/// cover, where KL(p‖q) spreads over it. Sparse targets are compared on their k + 1 outcomes.
/// </summary>
internal sealed class JensenShannonMatching : IObjective
{
    private readonly double temperature;
    private readonly double beta;

    /// <summary>Matches at <paramref name="temperature"/>.</summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>.</param>
    /// <param name="beta">β, 0 to 1.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public JensenShannonMatching(double temperature, double beta)
    {
        ProblemList.ThrowIfAny("Matching by Jensen-Shannon divergence", new ProblemList
        {
            Temperatures.Problems(temperature),
            { beta is not (>= 0 and <= 1), FormattableString.Invariant($"β is {beta}; expected 0 to 1") },
        });
        (this.temperature, this.beta) = (temperature, beta);
    }

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"Jensen-Shannon divergence at T = {temperature}, β = {beta}");

    /// <inheritdoc/>
    public double? TeacherTemperature => temperature;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckTargets(logits, targets, temperature);
        using var scope = NewDisposeScope();
        var p = TeacherAnswers.Of(logits, targets!);
        var q = StudentOutcomes.LogProbabilities(logits, targets!.Support, temperature).NoLessThan(TeacherAnswers.Floor);
        return Divergence(p, q).Times(temperature * temperature).MoveToOuterDisposeScope();
    }

    private Tensor Divergence(Tensor p, Tensor q)
    {
        switch (beta)
        {
            case 0:
                return TeacherAnswers.Divergence(p, q);
            case 1:
                return TeacherAnswers.Divergence(q, p);
            default:
                var mean = p.Plus(Math.Log(beta)).logaddexp(q.Plus(Math.Log(1 - beta)));
                return TeacherAnswers.Divergence(p, mean).Times(beta).Plus(TeacherAnswers.Divergence(q, mean), 1 - beta);
        }
    }
}
