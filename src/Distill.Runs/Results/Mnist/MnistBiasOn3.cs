namespace Distill.Runs.Results.Mnist;

/// <summary>Students with another bias of class 3. Figures are means over the seeds.</summary>
/// <param name="Shift">What was added to the logit of class 3.</param>
/// <param name="Errors">Test errors.</param>
/// <param name="ErrorsOn3">Those of them on threes.</param>
public sealed record MnistBiasOn3(double Shift, double Errors, double ErrorsOn3);
