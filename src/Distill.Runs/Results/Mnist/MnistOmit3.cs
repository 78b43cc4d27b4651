namespace Distill.Runs.Results.Mnist;

/// <summary>Students that never saw a 3. Figures are means over the seeds.</summary>
/// <param name="Errors">Test errors.</param>
/// <param name="ErrorsOn3">Those of them on threes.</param>
/// <param name="PriorBias">After the bias of class 3 was raised until training images are called a 3 as often as threes are among them; no label is looked at.</param>
/// <param name="TestBias">After the bias of class 3 was tuned on the test set, as the paper did: what could be had, not what may be claimed.</param>
/// <param name="Threes">Threes in the test set.</param>
/// <param name="Seeds">How many students.</param>
public sealed record MnistOmit3(
    double Errors, double ErrorsOn3, MnistBiasOn3 PriorBias, MnistBiasOn3 TestBias, long Threes, int Seeds);
