using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

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
    /// <remarks>Kept here with the other choices; <see cref="DataLocator"/> opens no recordings, and refuses another value.</remarks>
    public double Seconds { get; init; } = 1;

    /// <summary>Refuses choices that are not the defaults and that data of a kind do not read.</summary>
    /// <param name="data">The data, for the message.</param>
    /// <param name="kind">What they are, for example "IDX files".</param>
    /// <param name="pictures">Whether size and colour are read.</param>
    /// <param name="columns">Whether <see cref="Csv"/> is read.</param>
    /// <param name="seconds">Whether <see cref="Seconds"/> is read.</param>
    /// <exception cref="DistillException">Names what would change nothing.</exception>
    public void RefuseUnread(string data, string kind, bool pictures = false, bool columns = false, bool seconds = false)
    {
        var initial = new DataOptions();
        string[] unread =
        [
            .. !pictures && Resize != initial.Resize ? ["resize"] : Array.Empty<string>(),
            .. !pictures && Color != initial.Color ? ["color"] : Array.Empty<string>(),
            .. !columns && Csv != initial.Csv ? ["csv"] : Array.Empty<string>(),
            .. !seconds && Seconds != initial.Seconds ? ["seconds"] : Array.Empty<string>(),
        ];
        if (unread.Length > 0)
        {
            throw new DistillException($"{string.Join(", ", unread)} would change nothing: {data} is read as {kind}; leave {(unread.Length > 1 ? "them" : "it")} out.");
        }
    }
}
