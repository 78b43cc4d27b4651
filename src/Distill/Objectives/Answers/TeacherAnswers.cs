using static TorchSharp.torch;

namespace Distill.Objectives.Answers;

/// <summary>A teacher's answers as logarithms, and what objectives make of such rows.</summary>
internal static class TeacherAnswers
{
    /// <summary>
    /// What stands for the logarithm of a probability of 0, and of any below it. Its exponential is 0 in float64, too, and
    /// its products stay finite.
    /// </summary>
    public const double Floor = -10_000;

    /// <summary>A teacher's log-probabilities in the type of the student's logits, none below <see cref="Floor"/>; the caller disposes them.</summary>
    public static Tensor Of(Tensor logits, SoftTargets targets)
    {
        using var given = targets.LogProbabilities.to(logits.dtype);
        return given.NoLessThan(Floor);
    }

    /// <summary>For each row, its columns without that of the label: [batch, classes − 1], in their order.</summary>
    public static Tensor Others(Tensor rows, Tensor labels)
    {
        using var columns = TensorArithmetic.Counted(rows.shape[1] - 1, rows.device);
        using var label = labels.unsqueeze(1);
        using var behind = columns.ge(label);
        using var places = columns.Plus(behind);
        return rows.gather(1, places);
    }

    /// <summary>The column of the label in each row: [batch].</summary>
    public static Tensor OfLabel(Tensor rows, Tensor labels)
    {
        using var column = labels.unsqueeze(1);
        using var chosen = rows.gather(1, column);
        return chosen.squeeze(1);
    }

    /// <summary>1 − H(p)/log N of each row, from 0 to 1: [batch].</summary>
    /// <param name="logP">None below <see cref="Floor"/>; two columns or more.</param>
    public static Tensor Certainty(Tensor logP)
    {
        using var scope = NewDisposeScope();
        return logP.exp().mul(logP).sum(-1).DividedBy(Math.Log(logP.shape[^1])).Plus(1).Within(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>KL(p‖q) of each row, from logarithms, in nats.</summary>
    public static Tensor Divergence(Tensor logP, Tensor logQ)
    {
        using var p = logP.exp();
        using var ratio = logP - logQ;
        using var products = p * ratio;
        return products.sum(1);
    }
}
