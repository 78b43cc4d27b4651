namespace Distill.Benchmarks.Combine;

/// <summary>The paper's way to combine (section 5.4): logits z, q = softmax(z), and steps down the gradient in z.</summary>
internal sealed class GradientDescent(int classes)
{
    private const int MostSteps = 20_000;

    private readonly double[] z = new double[classes];
    private readonly double[] q = new double[classes];
    private readonly double[] targets = new double[classes];

    /// <summary>Descends until the objective is within a distance of its minimum.</summary>
    /// <param name="optimum">The objective.</param>
    /// <param name="start">The generalist's log-probabilities.</param>
    /// <param name="terms">1 + |A|; the gradient changes by at most half of it times a change of z, so that 2 / (1 + |A|) is a safe rate.</param>
    /// <param name="goal">Where to stop.</param>
    /// <returns>Its steps, and whether it got there.</returns>
    public (int Steps, bool Reached) Run(Optimum optimum, float[] start, int terms, double goal)
    {
        for (var number = 0; number < z.Length; number++)
        {
            z[number] = start[number];
        }

        for (var step = 0; step < MostSteps; step++)
        {
            Softmax();

            // Looking is half of the work of a step, so it looks at every tenth.
            if (step % 10 == 0 && optimum.CrossEntropy(q) <= goal)
            {
                return (step, true);
            }

            optimum.Targets(q, targets);
            for (var number = 0; number < z.Length; number++)
            {
                z[number] -= 2.0 / terms * ((terms * q[number]) - targets[number]);
            }
        }

        return (MostSteps, false);
    }

    private void Softmax()
    {
        var (largest, sum) = (z.Max(), 0.0);
        for (var number = 0; number < z.Length; number++)
        {
            q[number] = Math.Exp(z[number] - largest);
            sum += q[number];
        }

        for (var number = 0; number < z.Length; number++)
        {
            q[number] /= sum;
        }
    }
}
