using System.Buffers.Binary;
using System.IO.Compression;

namespace Distill.Images;

/// <summary>
/// Reads grey PNG with 16 bits a pixel, of which the other decoder gives the upper 8 alone: where a camera or scanner fills 12 bits
/// of the 16, those are almost nothing.
/// </summary>
internal static class WidePng
{
    private const int Signature = 8;

    // Adam7: of each pass the first column and row, and the steps.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The values of a checked image, row by row; null where it is damaged.</summary>
    /// <param name="png">The file.</param>
    /// <param name="alpha">What each value is multiplied by, 0 to 65535; null where nothing is transparent.</param>
    public static ushort[]? Read(byte[] png, out ushort[]? alpha)
    {
        alpha = null;
        var width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        var channels = png[25] == 4 ? 2 : 1;
        try
        {
            using var data = new ZLibStream(Data(png), CompressionMode.Decompress);
            var values = new ushort[width * height];
            alpha = channels == 2 ? new ushort[width * height] : null;
            foreach (var (x, y, stepX, stepY) in png[28] == 1 ? Passes : [(0, 0, 1, 1)])
            {
                ReadPass(data, new(x, y, stepX, stepY), width, height, channels, values, alpha);
            }

            return values;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private static void ReadPass(Stream data, Pass pass, int width, int height, int channels, ushort[] values, ushort[]? alpha)
    {
        var step = 2 * channels;
        var columns = (width - pass.X + pass.StepX - 1) / pass.StepX;
        if (columns <= 0)
        {
            return;
        }

        var (above, row) = (new byte[columns * step], new byte[columns * step]);
        for (var y = pass.Y; y < height; y += pass.StepY)
        {
            var filter = data.ReadByte();
            data.ReadExactly(row);
            Unfilter(filter, row, above, step);
            for (var column = 0; column < columns; column++)
            {
                var place = y * width + pass.X + column * pass.StepX;
                values[place] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(column * step));
                if (alpha is not null)
                {
                    alpha[place] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(column * step + 2));
                }
            }

            (above, row) = (row, above);
        }
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < step ? 0 : row[i - step];
            var corner = i < step ? 0 : above[i - step];
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw new InvalidDataException("an unknown filter"),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static MemoryStream Data(byte[] png)
    {
        var data = new MemoryStream();
        for (var at = Signature; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12)
            {
                break;
            }

            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                data.Write(png, at + 8, (int)length);
            }

            at += 12 + (int)length;
        }

        data.Position = 0;
        return data;
    }

    private readonly record struct Pass(int X, int Y, int StepX, int StepY);
}
