namespace Distill.Runs.Results.Mnist;

/// <summary>Students with other biases of the classes 7 and 8. Figures are means over the seeds.</summary>
/// <param name="Shift">What was added to the logits of both classes.</param>
/// <param name="ErrorRate">Share of test images in error, 0 to 1.</param>
public sealed record MnistBiasOn78(double Shift, double ErrorRate);
