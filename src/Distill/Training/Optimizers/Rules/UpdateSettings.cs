namespace Distill.Training.Optimizers.Rules;

/// <summary>What an update needs to know beside weights, gradient and state.</summary>
/// <param name="Rate">The learning rate of this step.</param>
/// <param name="WeightDecay">λ of this parameter; 0 where weights do not decay.</param>
/// <param name="GradientScale">Multiplies every gradient; below 1 where gradients are clipped.</param>
/// <param name="Step">The number of this step, from 1, for bias corrections.</param>
internal readonly record struct UpdateSettings(double Rate, double WeightDecay, float GradientScale, long Step);
