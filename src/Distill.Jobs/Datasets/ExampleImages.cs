using Distill.Data;
using Distill.Runs.Results;

namespace Distill.Jobs.Datasets;

/// <summary>Examples as images that people look at.</summary>
internal static class ExampleImages
{
    /// <summary>Whether the examples are images that a report can show.</summary>
    public static bool AreImages(ExampleView examples) =>
        examples is { ElementType: ElementType.Pixel, Shape: { IsFeatures: false, Channels: 1 or 3, Width: <= SampleImage.LargestSide, Height: <= SampleImage.LargestSide } };

    /// <summary>An example to look at; null where it is no image.</summary>
    public static SampleImage? Of(ExampleView examples, int position)
    {
        if (!AreImages(examples))
        {
            return null;
        }

        var pixels = new byte[examples.Shape.Size];
        examples.CopyExamples(position, 1, pixels);
        return new SampleImage(examples.Shape.Width, examples.Shape.Height, examples.Shape.Channels, pixels);
    }
}
