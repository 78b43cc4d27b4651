using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// The temperature T &gt; 0 that minimises the negative log-likelihood of labels under softmax(logits / T). Fit it on cases
/// that the model was neither trained nor tested on. The predicted classes do not change.
/// </summary>
/// <param name="Temperature">T: probabilities are softmax(logits / T).</param>
/// <param name="NllBefore">Mean of −log p(label) at T = 1, in nats.</param>
/// <param name="Nll">The same at T.</param>
/// <param name="Cases">How many labelled cases T was fitted on.</param>
public sealed record TemperatureCalibration(double Temperature, double NllBefore, double Nll, int Cases)
{
    /// <summary>Where T is looked for; labels that are all predicted with certainty, or at random, would push it further.</summary>
    public const double Least = 0.01;

    /// <inheritdoc cref="Least"/>
    public const double Largest = 100;

    private const int MostSteps = 200;
    private const double Precision = 1e-12;

    /// <summary>Fits T to the labelled cases.</summary>
    /// <remarks>
    /// The likelihood is convex in β = 1/T. Its slope, the mean over cases of E_p[log p] − log p(label) at temperature
    /// T, therefore has one root. Newton steps on log β find it, in double; a bracket that each slope narrows catches
    /// steps that leave it. Log-probabilities serve as well as logits: they differ by a constant of the case.
    /// </remarks>
    /// <exception cref="DistillException">No case has a label, or a label has probability 0.</exception>
    public static TemperatureCalibration Fit(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var labelled = Enumerable.Range(0, predictions.Count).Where(i => predictions.Labels[i] >= 0).ToList();
        if (labelled.Count == 0)
        {
            throw new DistillException($"A temperature is fitted to labels, but no case of {predictions.Name} has one.");
        }

        var (low, high) = (Math.Log(1 / Largest), Math.Log(1 / Least));
        var at = 0.0;
        for (var step = 0; step < MostSteps && high - low > Precision; step++)
        {
            var (_, slope, curvature) = Likelihood(predictions, labelled, Math.Exp(at));
            if (slope == 0)
            {
                break;
            }

            (low, high) = slope > 0 ? (low, at) : (at, high);
            var next = at - (slope / curvature);
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - at) <= Precision)
            {
                break;
            }

            at = next;
        }

        var before = Likelihood(predictions, labelled, 1).Nll;
        return double.IsFinite(before)
            ? new TemperatureCalibration(Math.Exp(-at), before, Likelihood(predictions, labelled, Math.Exp(at)).Nll, labelled.Count)
            : throw new DistillException($"{predictions.Name} gives the label of a case probability 0, which no temperature mends.");
    }

    // The mean over cases of −log p(label), and its first and second derivatives by log β.
    private static (double Nll, double Slope, double Curvature) Likelihood(Predictions predictions, List<int> cases, double beta)
    {
        var (nll, slope, curvature) = (0.0, 0.0, 0.0);
        foreach (var i in cases)
        {
            var row = predictions.Case(i);
            var own = (double)row[(int)predictions.Labels[i]];
            var top = (double)row[predictions.PredictedClass(i)];
            var (sum, first, second) = (0.0, 0.0, 0.0);
            foreach (var logProbability in row)
            {
                var below = logProbability - top;
                var weight = Math.Exp(beta * below);
                if (weight > 0)
                {
                    sum += weight;
                    first += weight * below;
                    second += weight * below * below;
                }
            }

            var (mean, square) = (first / sum, second / sum);
            nll += Math.Log(sum) - (beta * (own - top));
            slope += mean - (own - top);
            curvature += square - (mean * mean);
        }

        // d/d(log β) = β d/dβ, and of that again.
        var n = cases.Count;
        return (nll / n, beta * slope / n, ((beta * beta * curvature) + (beta * slope)) / n);
    }
}
