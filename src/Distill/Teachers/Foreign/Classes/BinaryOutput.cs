using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>The answer of a model of two classes that gives one number an example: that of the second class.</summary>
internal static class BinaryOutput
{
    /// <summary>Whether an answer to so many examples has one number for each.</summary>
    public static bool Is(Tensor output, long batch) => output.dim() >= 1 && output.shape[0] == batch && output.numel() == batch;

    /// <summary>
    /// [batch, 2] of [batch] or [batch, 1]: of a logit z the logits 0 and z, whose softmax is 1 − σ(z) and σ(z); of a
    /// probability p the probabilities 1 − p and p. The caller disposes it.
    /// </summary>
    /// <param name="output">What the model gave.</param>
    /// <param name="kind">What its number is; null where nothing says.</param>
    /// <param name="teacher">For messages.</param>
    /// <exception cref="DistillException">Nothing says what the number is, or it is the logarithm of a probability.</exception>
    public static Tensor Table(Tensor output, OutputKind? kind, string teacher)
    {
        if (kind is not (OutputKind.Logits or OutputKind.Probabilities))
        {
            throw new DistillException(
                $"The teacher {teacher} answers with one number an example. If it stands for two classes, say with {ForeignRemedy.OutputKind} whether the number "
                + "is the logit or the probability of the second class; a model of amounts cannot teach classes.",
                ForeignRemedy.OutputKind);
        }

        using var scope = NewDisposeScope();
        var second = output.reshape(output.shape[0]);
        var first = kind == OutputKind.Logits ? zeros_like(second) : second.Times(-1).Plus(1);
        return stack([first, second], 1).MoveToOuterDisposeScope();
    }
}
