using static TorchSharp.torch;

namespace Distill.Objectives.Answers;

/// <summary>A student's log-probabilities on the outcomes that a teacher's soft targets have.</summary>
internal static class StudentOutcomes
{
    /// <summary>
    /// log q^T: [batch, classes]; on a support [batch, k + 1], where the last column stands for all other classes. Their
    /// sum is taken over them alone, because 1 − Σ of the others is 0 or noise where they hold almost everything.
    /// </summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="support">[batch, k] class numbers, or null for all classes.</param>
    /// <param name="temperature">T.</param>
    public static Tensor LogProbabilities(Tensor logits, Tensor? support, double temperature)
    {
        using var compared = OnSupport(logits, support, temperature);
        return compared.log_softmax(1);
    }

    private static Tensor OnSupport(Tensor logits, Tensor? support, double temperature)
    {
        if (support is null)
        {
            return logits.DividedBy(temperature);
        }

        using var chosen = logits.gather(1, support);
        using var scaled = chosen.DividedBy(temperature);
        using var others = logits.DividedBy(temperature);
        using var nothing = TensorArithmetic.Filled(support.shape, double.NegativeInfinity, others.dtype, others.device);
        using var masked = others.scatter_(1, support, nothing);
        using var rest = masked.logsumexp(1, keepdim: true);
        return cat([scaled, rest], 1);
    }
}
