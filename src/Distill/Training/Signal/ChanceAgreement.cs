namespace Distill.Training.Signal;

/// <summary>
/// Whether answers belong to their labels more than to labels of other rows: a sum over rows against its distribution when the
/// labels are dealt out to the rows anew. That distribution's mean and variance are exact, whatever the classes' shares; over
/// hundreds of rows it is close to normal.
/// </summary>
internal static class ChanceAgreement
{
    /// <summary>By how many standard deviations the sum over rows is above what chance gives; null where chance gives one sum alone.</summary>
    /// <param name="labels">The label of each row.</param>
    /// <param name="score">What row <c>i</c> adds under a label.</param>
    public static double? Deviations(int[] labels, Func<int, int, double> score)
    {
        var rows = labels.Length;
        var counts = labels.CountBy(label => label).ToDictionary();
        var byLabel = counts.ToDictionary(count => count.Key, count => Enumerable.Range(0, rows).Average(row => score(row, count.Key)));
        var mean = counts.Sum(count => (double)count.Value / rows * byLabel[count.Key]);
        var (sum, squares) = (0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            var ofRow = counts.Sum(count => (double)count.Value / rows * score(row, count.Key));
            sum += Centred(row, labels[row], ofRow);
            squares += counts.Sum(count => count.Value * Math.Pow(Centred(row, count.Key, ofRow), 2));
        }

        // The variance over all dealings of labels to rows (Hoeffding 1951).
        var deviation = Math.Sqrt(squares / (rows - 1));
        return deviation > 1e-9 ? sum / deviation : null;

        double Centred(int row, int label, double ofRow) => score(row, label) - ofRow - byLabel[label] + mean;
    }
}
