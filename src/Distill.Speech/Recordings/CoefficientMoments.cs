using Distill.Runs;
using Distill.Speech.Features;

namespace Distill.Speech.Recordings;

/// <summary>Means and deviations of each coefficient over frames; sums in double, of distances to the first frame, so that nothing cancels.</summary>
internal sealed class CoefficientMoments(int columns)
{
    private readonly double[] sums = new double[columns];
    private readonly double[] squares = new double[columns];
    private float[]? origin;
    private long frames;

    public void Add(FrameMatrix matrix, string name)
    {
        if (matrix.Columns != columns)
        {
            throw new DistillException($"{name} has {matrix.Columns} coefficients a frame, the others of its speaker have {columns}. Make all features with the same filterbank.");
        }

        for (var frame = 0; frame < matrix.Frames; frame++)
        {
            var row = matrix[frame];
            origin ??= row.ToArray();
            for (var column = 0; column < columns; column++)
            {
                var distance = (double)row[column] - origin[column];
                sums[column] += distance;
                squares[column] += distance * distance;
            }
        }

        frames += matrix.Frames;
    }

    /// <summary>Of each coefficient; a deviation below <paramref name="least"/> counts as 1.</summary>
    public (double[] Means, double[] Deviations) MeansAndDeviations(double least)
    {
        var (means, deviations) = (new double[columns], new double[columns]);
        for (var column = 0; column < columns; column++)
        {
            var mean = sums[column] / Math.Max(1, frames);
            means[column] = mean + (origin?[column] ?? 0);
            var deviation = Math.Sqrt(Math.Max(0, (squares[column] / Math.Max(1, frames)) - (mean * mean)));
            deviations[column] = deviation < least ? 1 : deviation;
        }

        return (means, deviations);
    }
}
