using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Objectives.Answers;

/// <summary>How much several teachers agree.</summary>
internal static class MemberAgreement
{
    /// <summary>1 − Σ_t w_t·KL(p_t ‖ m)/H(w), with m = Σ_t w_t·p_t: from 0 to 1 for each case.</summary>
    /// <param name="logProbabilities">log p_t, [batch, members, classes]; some may be −∞.</param>
    /// <param name="weights">w, one for each of two or more members, above 0 and summing to one.</param>
    /// <returns>[batch], float32; the caller disposes it.</returns>
    public static Tensor Of(Tensor logProbabilities, IReadOnlyList<double> weights)
    {
        using var scope = NewDisposeScope();
        // Of very unequal weights the greatest divergence is small; some devices have no double precision.
        var answers = logProbabilities.device_type is DeviceType.CPU or DeviceType.CUDA ? logProbabilities.to(float64) : logProbabilities;
        var shares = tensor(weights.ToArray(), answers.dtype, answers.device);
        var logarithms = tensor(weights.Select(weight => Math.Log(weight)).ToArray(), answers.dtype, answers.device);
        var mean = answers.Plus(logarithms.unsqueeze(-1)).logsumexp(1, keepdim: true);
        var probabilities = answers.exp();
        var nothing = zeros_like(probabilities);
        // A class that a member rules out adds nothing to its divergence, and its logarithm is not finite.
        var divergences = probabilities.mul(where(probabilities.eq(nothing), nothing, answers.sub(mean))).sum(-1);
        var most = -weights.Sum(weight => weight * Math.Log(weight));
        return divergences.mul(shares).sum(-1).DividedBy(-most).Plus(1).Within(0, 1).to(float32).MoveToOuterDisposeScope();
    }
}
