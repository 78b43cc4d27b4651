namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// Weights as integers from −7 to 7, two in a byte, with a scale for each block of neighbours in a row. A scale is a half times a power of two
/// that all blocks share.
/// </summary>
/// <param name="Packed">Each number plus 8: those of the first half of the weights in the lower four bits, those of the second half in the upper.</param>
/// <param name="Scales">Real weight over stored weight and <paramref name="Factor"/>, a block after the other.</param>
/// <param name="Factor">A power of two.</param>
/// <param name="Block">Numbers in a block.</param>
internal sealed record QuantisedNibbles(byte[] Packed, Half[] Scales, double Factor, int Block)
{
    /// <summary>The largest stored number.</summary>
    public const int Largest = 7;

    /// <summary>What is added to a stored number, so that none is negative.</summary>
    public const int Offset = 8;

    // With a scale of 16 bits, a quarter of a bit a weight.
    private const int BlockSize = 64;

    /// <summary>How many neighbours share a scale: the most, up to 64, that divide a row into equal blocks of 16 or more; else all of it.</summary>
    public static int BlockOf(int rowLength)
    {
        for (var blocks = (rowLength + BlockSize - 1) / BlockSize; rowLength / blocks >= BlockSize / 4; blocks++)
        {
            if (rowLength % blocks == 0)
            {
                return rowLength / blocks;
            }
        }

        return rowLength;
    }

    /// <summary>The power of two by which scales are divided before they are halves, so that the largest is from 1/2 to 1.</summary>
    public static double FactorOf(double largestScale) => largestScale > 0 ? Math.ScaleB(1, Math.ILogB(largestScale) + 1) : 1;

    /// <summary>Rounds the weights of a layer.</summary>
    /// <param name="numbers">Row-major.</param>
    /// <param name="rowLength">Numbers in a row.</param>
    public static QuantisedNibbles Of(double[] numbers, int rowLength)
    {
        var block = BlockOf(rowLength);
        var largest = numbers.Chunk(block).Select(neighbours => neighbours.Max(Math.Abs) / Largest).ToArray();
        var factor = FactorOf(largest.Max());
        Half[] scales = [.. largest.Select(scale => (Half)(scale / factor) is var half && half > Half.Zero ? half : Half.One)];
        var half = (numbers.Length + 1) / 2;
        var packed = new byte[half];
        for (var i = 0; i < numbers.Length; i++)
        {
            var stored = (int)Math.Clamp(Math.Round(numbers[i] / ((double)scales[i / block] * factor)), -Largest, Largest) + Offset;
            packed[i % half] |= (byte)(stored << (4 * (i / half)));
        }

        return new(packed, scales, factor, block);
    }
}
