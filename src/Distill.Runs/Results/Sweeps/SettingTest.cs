namespace Distill.Runs.Results.Sweeps;

/// <summary>A paired t-test over the seeds between the chosen setting of a network and another one, on test errors.</summary>
/// <param name="Temperature">The other setting's temperature.</param>
/// <param name="HardWeight">The other setting's weight on the labels.</param>
/// <param name="Difference">Mean test errors of the other setting less those of the chosen one: positive where the choice is better.</param>
/// <param name="Lower">Lower end of the interval of the difference.</param>
/// <param name="Upper">Upper end of the interval of the difference.</param>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
/// <param name="P">Two-sided p.</param>
public sealed record SettingTest(
    double Temperature, double HardWeight, double Difference, double Lower, double Upper, double Confidence, double P);
