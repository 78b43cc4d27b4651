using Distill.Speech.Features;

namespace Distill.Speech.Alignment;

/// <summary>A Gaussian with a diagonal covariance for each state.</summary>
/// <param name="Means">[states][coefficients].</param>
/// <param name="Variances">[states][coefficients], each above 0.</param>
internal sealed record DiagonalGaussians(double[][] Means, double[][] Variances)
{
    private readonly double[][] precisions = [.. Variances.Select(row => row.Select(variance => 1 / variance).ToArray())];
    private readonly double[] constants = [.. Variances.Select(row => row.Sum(variance => Math.Log(2 * Math.PI * variance)))];

    public int States => Means.Length;

    /// <summary>Log-densities of some states; the columns of the others are 0.</summary>
    public FrameMatrix Scores(FrameMatrix frames, IReadOnlyCollection<int> states)
    {
        var scores = new float[frames.Frames * States];
        foreach (var state in states)
        {
            var (mean, precision) = (Means[state], precisions[state]);
            for (var frame = 0; frame < frames.Frames; frame++)
            {
                var row = frames[frame];
                var sum = constants[state];
                for (var i = 0; i < mean.Length; i++)
                {
                    var distance = row[i] - mean[i];
                    sum += distance * distance * precision[i];
                }

                scores[(frame * States) + state] = (float)(-0.5 * sum);
            }
        }

        return new FrameMatrix(scores, States);
    }
}
