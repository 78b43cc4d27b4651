using System.Text.Json.Serialization;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>How to read data of one's own, where files leave a choice.</summary>
public sealed record DataOptions
{
    /// <summary>
    /// For CSV files. The test file takes its classes from the training file. Where a list gives the classes of images, its
    /// <see cref="CsvOptions.LabelColumn"/> says which column holds them.
    /// </summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>The size to scale images to; null, the default, demands that all have one size.</summary>
    public ImageSize? Resize { get; init; }

    /// <summary>Grey or RGB images.</summary>
    public ImageColor Color { get; init; }

    /// <summary>How images of another shape come to <see cref="Resize"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImageFit Fit { get; init; }

    /// <summary>What transparency of images is laid over and what <see cref="ImageFit.Pad"/> fills with: "black", "white" or "#rrggbb"; null, the default, for black.</summary>
    public string? Background { get; init; }

    /// <summary>Whether damaged images and recordings are left out; false, the default, refuses them, all in one message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipDamaged { get; init; }

    /// <summary>The folder of images or recordings that is the test part; null, the default: the one that its name and its labels tell.</summary>
    public string? TestPart { get; init; }

    /// <summary>
    /// Which folder of an image's path, below its part, is its class: 1 for the first, 2 where folders of classes lie in folders of
    /// kinds. Null, the default: the first, unless a list beside the images gives their classes.
    /// </summary>
    public int? ClassDepth { get; init; }

    /// <summary>
    /// The encoding of an archive's names that are not UTF-8, for example "cp949", "shift_jis" or "gbk". Null, the default: what
    /// their bytes tell.
    /// </summary>
    public string? ArchiveNames { get; init; }

    /// <summary>How much of a recording a model sees, in seconds, up to 60; default 1.</summary>
    /// <remarks>Kept here with the other choices; <see cref="DataLocator"/> opens no recordings, and refuses another value.</remarks>
    public double Seconds { get; init; } = 1;

    /// <summary>For data that are texts; null, the default, where nothing is known of them.</summary>
    /// <remarks>Kept here with the other choices; <see cref="DataLocator"/> opens no texts, and refuses another value.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TextOptions? Text { get; init; }

    /// <summary>Refuses choices that are not the defaults and that data of a kind do not read.</summary>
    /// <param name="data">The data, for the message.</param>
    /// <param name="kind">What they are, for example "IDX files".</param>
    /// <param name="pictures">Whether what is for images is read.</param>
    /// <param name="columns">Whether <see cref="Csv"/> is read.</param>
    /// <param name="seconds">Whether <see cref="Seconds"/> is read.</param>
    /// <param name="parts">Whether what is for images and recordings alike is read: <see cref="SkipDamaged"/>, <see cref="TestPart"/> and <see cref="ArchiveNames"/>.</param>
    /// <param name="texts">Whether <see cref="Text"/> is read.</param>
    /// <exception cref="DistillException">Names what would change nothing.</exception>
    public void RefuseUnread(
        string data, string kind, bool pictures = false, bool columns = false, bool seconds = false, bool parts = false, bool texts = false)
    {
        var initial = new DataOptions();
        string[] unread =
        [
            .. !pictures && Resize != initial.Resize ? ["resize"] : Array.Empty<string>(),
            .. !pictures && Color != initial.Color ? ["color"] : Array.Empty<string>(),
            .. !pictures && Fit != initial.Fit ? ["fit"] : Array.Empty<string>(),
            .. !pictures && Background != initial.Background ? ["background"] : Array.Empty<string>(),
            .. !texts && Text != initial.Text ? ["text"] : Array.Empty<string>(),
            .. !pictures && !parts && SkipDamaged != initial.SkipDamaged ? ["skipDamaged"] : Array.Empty<string>(),
            .. !pictures && !parts && TestPart != initial.TestPart ? ["testPart"] : Array.Empty<string>(),
            .. !pictures && ClassDepth != initial.ClassDepth ? ["classDepth"] : Array.Empty<string>(),
            .. !pictures && !parts && ArchiveNames != initial.ArchiveNames ? ["archiveNames"] : Array.Empty<string>(),
            .. !columns && Csv != initial.Csv ? ["csv"] : Array.Empty<string>(),
            .. !seconds && Seconds != initial.Seconds ? ["seconds"] : Array.Empty<string>(),
        ];
        if (unread.Length > 0)
        {
            throw new DistillException($"{string.Join(", ", unread)} would change nothing: {data} is read as {kind}; leave {(unread.Length > 1 ? "them" : "it")} out.");
        }
    }
}
