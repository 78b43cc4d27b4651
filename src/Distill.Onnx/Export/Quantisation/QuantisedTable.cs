namespace Distill.Onnx.Export.Quantisation;

/// <summary>A table as integers from −127 to 127, with a scale for each row.</summary>
/// <param name="Numbers">Row-major.</param>
/// <param name="Scales">Real number over stored number, one a row.</param>
internal sealed record QuantisedTable(sbyte[] Numbers, float[] Scales)
{
    private const int Largest = sbyte.MaxValue;

    /// <summary>Rounds a table.</summary>
    public static QuantisedTable Of(ReadOnlySpan<double> table, int rows, int width)
    {
        var (numbers, scales) = (new sbyte[table.Length], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var values = table.Slice(row * width, width);
            var largest = 0.0;
            foreach (var value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            scales[row] = (float)(largest / Largest) is > 0 and var scale ? scale : 1;
            for (var i = 0; i < width; i++)
            {
                numbers[(row * width) + i] = (sbyte)Math.Clamp(Math.Round(values[i] / scales[row]), -Largest, Largest);
            }
        }

        return new(numbers, scales);
    }
}
