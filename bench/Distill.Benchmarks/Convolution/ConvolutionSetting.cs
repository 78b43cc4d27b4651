using Distill.Data;
using Distill.Models;

namespace Distill.Benchmarks.Convolution;

/// <summary>A convolutional net with random images for it. The numbers in the images do not matter here.</summary>
/// <param name="Name">What the net is called in the report and on the command line of a child process.</param>
/// <param name="Input">The shape of an image.</param>
/// <param name="Classes">How many there are.</param>
/// <param name="Network">The architecture.</param>
internal sealed record ConvolutionSetting(string Name, ExampleShape Input, int Classes, NetworkSpec Network)
{
    public const int Images = 4096;
    public const int BatchSize = 128;
    public const double Mean = 0.4;
    public const double Deviation = 0.3;

    /// <summary>Those that are measured: a plain net for small grey images, and a residual one for small photographs.</summary>
    public static IReadOnlyList<ConvolutionSetting> All { get; } =
    [
        new("conv-32-64-128", new ExampleShape(1, 28, 28), 10, new ConvNetSpec { Channels = [32, 64, 128], Hidden = 0 }),
        new("resnet-20", new ExampleShape(3, 32, 32), 100, new ResNetSpec { Depth = 20 }),
    ];

    /// <summary>The library's model of the net.</summary>
    public ModelSpec Model => Of(Network);

    /// <summary>A model of some architecture for these images.</summary>
    public ModelSpec Of(NetworkSpec network) => new(Input, [.. Enumerable.Range(0, Classes).Select(number => $"{number}")], new Normalisation([Mean], [Deviation]), network);

    /// <summary>Random images.</summary>
    public ExampleView Examples()
    {
        var random = new SeededRandom(1);
        var pixels = new byte[Images * Input.Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(random.NextBits() >> 32);
        }

        var labels = new int[Images];
        for (var i = 0; i < Images; i++)
        {
            labels[i] = random.Below(Classes);
        }

        return new ExampleView(new ArraySource("random images", Input, pixels, labels, Model.ClassNames));
    }
}
