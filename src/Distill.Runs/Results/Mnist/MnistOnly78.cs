namespace Distill.Runs.Results.Mnist;

/// <summary>Students that saw 7s and 8s alone. Figures are means over the seeds.</summary>
/// <param name="ErrorRate">Share of test images in error, 0 to 1.</param>
/// <param name="PriorBias">After the biases of 7 and 8 were lowered until training images are called 7 or 8 as often as these are among them; no label is looked at.</param>
/// <param name="TestBias">After the biases were tuned on the test set, as the paper did: what could be had, not what may be claimed.</param>
/// <param name="Seeds">How many students.</param>
public sealed record MnistOnly78(double ErrorRate, MnistBiasOn78 PriorBias, MnistBiasOn78 TestBias, int Seeds);
