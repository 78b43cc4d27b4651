using Distill.Data;
using Distill.Models;

namespace Distill.Benchmarks.Throughput;

/// <summary>The nets and data of the paper's MNIST experiment (section 3). The numbers in the images do not matter here.</summary>
internal static class Setting
{
    public const int Images = 60_000;
    public const int Pixels = 784;
    public const int Classes = 10;
    public const int BatchSize = 512;
    public const double Temperature = 4;
    public const double HardWeight = 0.1;
    public const double Rate = 0.01;
    public const double Momentum = 0.9;
    public const double Mean = 0.13;
    public const double Deviation = 0.31;

    private static readonly string[] ClassNames = [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")];

    public static int[] StudentWidths { get; } = [800, 800];

    public static int[] TeacherWidths { get; } = [1200, 1200];

    public static ModelSpec Model(int[] widths) => new(
        new ExampleShape(1, 28, 28), ClassNames, new Normalisation([Mean], [Deviation]), new MlpSpec { Widths = widths });

    /// <summary>Random strokes' worth of grey: four pixels in five are black.</summary>
    public static ExampleView Examples()
    {
        var random = new SeededRandom(1);
        var pixels = new byte[Images * Pixels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var bits = random.NextBits();
            pixels[i] = bits % 5 == 0 ? (byte)(bits >> 32) : (byte)0;
        }

        var labels = new int[Images];
        for (var i = 0; i < Images; i++)
        {
            labels[i] = random.Below(Classes);
        }

        return new ExampleView(new ArraySource("random images", new ExampleShape(1, 28, 28), pixels, labels, ClassNames));
    }
}
