namespace Distill.Evaluation;

/// <summary>The temperature that fits a model's probabilities to labels.</summary>
/// <param name="Temperature">T: probabilities are softmax(logits / T).</param>
/// <param name="NllBefore">Mean of −log p(label) at T = 1, in nats.</param>
/// <param name="Nll">The same at T.</param>
/// <param name="Cases">How many labelled cases T was fitted on.</param>
public sealed record CalibratedTemperature(double Temperature, double NllBefore, double Nll, int Cases);
