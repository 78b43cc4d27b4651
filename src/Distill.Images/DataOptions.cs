using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>How to read data of one's own, where files leave a choice.</summary>
public sealed record DataOptions
{
    /// <summary>For CSV files. The test file takes its classes from the training file.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>The size to scale images to; null, the default, demands that all have one size.</summary>
    public ImageSize? Resize { get; init; }

    /// <summary>Grey or RGB images.</summary>
    public ImageColor Color { get; init; }

    /// <summary>How much of a recording a model sees, in seconds, up to 60; default 1.</summary>
    /// <remarks>Kept here with the other choices; <see cref="DataLocator"/> opens no recordings and passes it over.</remarks>
    public double Seconds { get; init; } = 1;
}
