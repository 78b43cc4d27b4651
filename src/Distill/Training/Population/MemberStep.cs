namespace Distill.Training.Population;

/// <summary>How far one member goes along its gradients in a step.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="GradientScale">Multiplies its gradients; below 1 where they are clipped.</param>
internal readonly record struct MemberStep(double Rate, float GradientScale);
