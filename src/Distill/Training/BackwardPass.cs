using Distill.Libtorch;
using Distill.Objectives;
using static TorchSharp.torch;

namespace Distill.Training;

/// <summary>From a batch's logits to the gradients of all weights.</summary>
internal static class BackwardPass
{
    /// <summary>Leaves gradients in every weight that the loss reaches.</summary>
    /// <param name="objective">What is minimised.</param>
    /// <param name="logits">The student's, with their graph.</param>
    /// <param name="batch">The batch that they answer.</param>
    /// <param name="targets">The teacher's, where the objective wants some.</param>
    /// <param name="hint">A scalar that is minimised beside the objective, with its graph; null for none.</param>
    /// <param name="check">Told of the loss before any gradient is computed; it may throw.</param>
    /// <returns>The mean loss, the hint with it.</returns>
    public static double Of(IObjective objective, Tensor logits, Batch batch, SoftTargets? targets, Tensor? hint, Action<double> check)
    {
        using var labels = batch.Labels.On(logits.device);
        using var given = targets?.On(logits.device);
        if (objective is IClosedFormObjective closed && closed.MeanLoss(logits, labels, given) is var (loss, gradient))
        {
            var whole = loss + (hint?.item<float>() ?? 0);
            check(whole);
            if (hint is null)
            {
                logits.backward([gradient]);
            }
            else
            {
                // One pass for both: this sum has the closed form's gradient.
                logits.mul(gradient).sum().Plus(hint).backward();
            }

            return whole;
        }

        var mean = objective.Losses(logits, labels, given).mean();
        var sum = hint is null ? mean : mean.Plus(hint);
        var value = sum.item<float>();
        check(value);
        sum.backward();
        return value;
    }
}
