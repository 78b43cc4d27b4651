using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Images as data: a folder or archive whose folders tell the parts and the classes.</summary>
internal static class ImageFiles
{
    /// <summary>Opens both parts.</summary>
    /// <param name="path">A folder or archive.</param>
    /// <param name="options">Size and colour.</param>
    /// <param name="reader">Decodes the images.</param>
    /// <param name="title">What to call the training and the test part.</param>
    /// <param name="progress">Told of decoding; or null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DistillException">Images are damaged, or do not fit.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static OpenedData Open(
        string path, DataOptions options, ImageReader reader, Func<string, SetPart, string> title,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var parts = ImageParts.Of(FileSet.Open(path), path);
        return new OpenedData(Read(SetPart.Train)!, Read(SetPart.Test));

        DataPart? Read(SetPart part) => parts.Find(part) is not { } layout ? null : new DataPart(
            new ExampleView(reader.Open(path, layout with { Resize = options.Resize, Color = options.Color }, title(path, part), progress, cancellation)),
            layout.Folder.Length > 0 ? $"the folder '{layout.Folder}'" : "all of its images");
    }
}
