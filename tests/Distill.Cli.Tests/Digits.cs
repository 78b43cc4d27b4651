using System.Buffers.Binary;

namespace Distill.Cli.Tests;

/// <summary>IDX files of ten classes, small enough for seconds: a bar whose place tells the class, with noise.</summary>
internal static class Digits
{
    private const int Side = 10;

    /// <summary>Writes 300 images to train on and 200 to test on.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WritePart("train", 300);
        WritePart("t10k", 200);

        void WritePart(string part, int count)
        {
            var random = new Random(count);
            var (pixels, labels) = (new byte[count * Side * Side], new byte[count]);
            random.NextBytes(pixels);
            for (var i = 0; i < count; i++)
            {
                labels[i] = (byte)(i % 10);
                pixels.AsSpan((i * Side * Side) + (labels[i] * Side), Side).Fill(255);
            }

            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [.. Header(0x803, count, Side, Side), .. pixels]);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [.. Header(0x801, count), .. labels]);
        }
    }

    private static byte[] Header(params int[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(int)];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), numbers[i]);
        }

        return bytes;
    }
}
