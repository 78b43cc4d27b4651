namespace Distill.Runs.Results.Mnist;

/// <summary>A paired t-test over seeds between two temperatures of one width, on test errors.</summary>
/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Temperature">The temperature chosen on held-out images.</param>
/// <param name="Other">The temperature that it is compared with.</param>
/// <param name="Difference">Mean test errors at the other less those at the chosen one: positive where the chosen one is better.</param>
/// <param name="Lower">Lower end of the interval of the difference.</param>
/// <param name="Upper">Upper end of the interval of the difference.</param>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
/// <param name="P">Two-sided p.</param>
public sealed record MnistTemperatureTest(
    int Width, double Temperature, double Other, double Difference, double Lower, double Upper, double Confidence, double P);
