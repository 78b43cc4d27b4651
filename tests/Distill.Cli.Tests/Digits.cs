using System.Buffers.Binary;
using Distill.Data;
using Distill.Data.Glyphs;

namespace Distill.Cli.Tests;

/// <summary>IDX files small enough for seconds.</summary>
internal static class Digits
{
    private const int Side = 10;

    /// <summary>Writes 300 images to train on and 200 to test on, of ten classes: a bar whose place tells the class, with noise.</summary>
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

    /// <summary>Writes some of the built-in glyphs of 16 classes: 2,000 to train on and 500 to test on.</summary>
    public static void WriteGlyphs(string folder)
    {
        Directory.CreateDirectory(folder);
        WritePart("train", GlyphOptions.Catalogue(SetPart.Train) with { Count = 2_000 });
        WritePart("t10k", GlyphOptions.Catalogue(SetPart.Test) with { Count = 500 });

        void WritePart(string part, GlyphOptions options)
        {
            var view = new ExampleView(new GlyphSource(options));
            var pixels = new byte[view.Count * view.Shape.Size];
            view.CopyExamples(0, view.Count, pixels);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [.. Header(0x803, view.Count, view.Shape.Height, view.Shape.Width), .. pixels]);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [.. Header(0x801, view.Count), .. view.Labels().Select(label => (byte)label)]);
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
