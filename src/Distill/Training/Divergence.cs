using Distill.Runs;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>Says where a training met a number that is not finite, and what helps.</summary>
internal static class Divergence
{
    /// <summary>The error of a training that stopped, which the same options lead to again.</summary>
    /// <param name="what">For example "Training stopped at step 12 …", without an end.</param>
    /// <param name="cause">What was thrown; null for nothing.</param>
    public static DistillException Error(string what, Exception? cause = null)
    {
        var message = $"{what.TrimEnd('.')}. Going on with the same options comes to the same end; train anew with others, in another folder.";
        return DistillException.Diverged(message, cause);
    }

    /// <summary>For example "step 12 of 500 (epoch 0.1): the loss is NaN, with temperature 4, …".</summary>
    /// <param name="step">Steps done before.</param>
    /// <param name="length">The length of the training.</param>
    /// <param name="what">What is not finite.</param>
    /// <param name="found">Its value.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="rate">The learning rate of the step.</param>
    /// <param name="precision">The number format of products.</param>
    public static string Of(long step, TrainingLength length, string what, double found, IObjective objective, double rate, Precision precision)
    {
        var temperature = objective.At(step, length.Steps).TeacherTemperature is { } t ? $"temperature {t}" : "no teacher";
        return $"step {step + 1} of {length.Steps} (epoch {(double)step / length.StepsPerEpoch:0.##}): {what} is {found}, with {temperature}, "
            + $"learning rate {rate:g4}, precision {precision.ToString().ToLowerInvariant()}. "
            + "Lower schedule.rate, add schedule.warmUp, or set gradientClip";
    }
}
