using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Images;

/// <summary>
/// Opens what a user names as data: a set of the catalogue, or a path to images, an archive, IDX, CIFAR or CSV files.
/// </summary>
public sealed class DataLocator
{
    private readonly Catalogue catalogue;
    private readonly ImageReader images;

    /// <summary>Looks where the options say; their image reader is replaced by this package's.</summary>
    public DataLocator(CatalogueOptions? options = null)
    {
        options ??= new();
        images = new ImageReader(options.CacheFolder);
        catalogue = new Catalogue(options with { Images = images });
    }

    /// <summary>Opens a part of the data.</summary>
    /// <param name="data">A name of the catalogue, or a path.</param>
    /// <param name="part">
    /// Training or test. Data that is not divided, such as one folder of classes or one CSV file, is all training data.
    /// </param>
    /// <param name="options">Choices for data of one's own; sets of the catalogue have theirs. One that such data do not read is refused.</param>
    /// <param name="progress">Where to report fetching and decoding, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The examples; null when the data has no test part.</returns>
    /// <exception cref="DistillException">There is no such data, or it is damaged: the message says what was looked for.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public ExampleView? Open(
        string data, SetPart part, DataOptions? options = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        options ??= new();
        var source = Catalogue.Sets.Any(set => set.Name.Equals(data, StringComparison.OrdinalIgnoreCase))
            ? OpenKnown(data, part, options, progress, cancellation)
            : Directory.Exists(data) ? OpenFolder(data, part, options, progress, cancellation)
            : File.Exists(data) ? OpenFile(data, part, options, progress, cancellation)
            : throw new DistillException(
                $"'{data}' is neither a data set nor a file or folder.{NearMiss.Question(data, Catalogue.Sets.Select(s => s.Name))} " +
                $"Data sets are {string.Join(", ", Catalogue.Sets.Select(s => s.Name))}.");
        return source is null ? null : new ExampleView(source);
    }

    private IExampleSource? OpenKnown(
        string set, SetPart part, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        options.RefuseUnread(set, "a known set, whose size and colour are its own");
        return catalogue.Open(set, part, progress, cancellation);
    }

    private IExampleSource? OpenFolder(
        string folder, SetPart part, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var files = Reading.Guard(folder, () => Directory.GetFiles(folder)).Order(StringComparer.Ordinal).ToList();
        if (files.Find(IdxFiles.IsTrainingImages) is { } trainingImages)
        {
            options.RefuseUnread(folder, "IDX files");
            return IdxFiles.Open(trainingImages, part);
        }

        if (files.Exists(file => CifarReader.IsTrainingFile(Path.GetFileName(file))))
        {
            return OpenCifar(folder, part, options);
        }

        return files.Find(file => Path.GetFileName(file).Equals("train.csv", StringComparison.OrdinalIgnoreCase)) is { } csv
            && !Directory.Exists(Path.Combine(folder, "train"))
            ? OpenCsv(csv, part, options)
            : OpenImages(folder, part, options, progress, cancellation);
    }

    private IExampleSource? OpenFile(
        string file, SetPart part, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        switch (Path.GetExtension(file).ToUpperInvariant())
        {
            case ".CSV":
                return OpenCsv(file, part, options);
            case ".BIN":
                return part == SetPart.Train ? OpenCifar(file, part, options) : null;
            case ".ZIP" or ".TAR" or ".TGZ":
            case ".GZ" when file.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase):
                return FileSet.Open(file) is TarFiles tar && tar.Walk().Any(IsCifar)
                    ? OpenCifar(file, part, options)
                    : OpenImages(file, part, options, progress, cancellation);
            default:
                options.RefuseUnread(file, "IDX files");
                return IdxFiles.LabelsOf(file) is not null
                    ? IdxFiles.Open(file, part)
                    : throw new DistillException(
                        $"{file} is of no known kind. Looked for .csv, CIFAR's .bin, .zip, .tar, .tar.gz, .tgz, and IDX files " +
                        "with 'images' in their name and a file with 'labels' beside them.");
        }
    }

    private static IExampleSource? OpenCifar(string path, SetPart part, DataOptions options)
    {
        options.RefuseUnread(path, "CIFAR files");
        return CifarReader.Open(path, part, Title(path, part));
    }

    private static ArraySource? OpenCsv(string file, SetPart part, DataOptions options)
    {
        var name = Path.GetFileName(file);
        options.RefuseUnread(file, "a CSV file", columns: true);
        var train = CsvReader.Open(file, options.Csv, Title(file, SetPart.Train));
        if (part == SetPart.Train)
        {
            return train;
        }

        // "train.csv" has its test part in "test.csv" beside it.
        var other = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name.Replace("train", "test", StringComparison.Ordinal));
        return name.Contains("train", StringComparison.Ordinal) && File.Exists(other)
            ? CsvReader.Open(other, options.Csv with { ClassNames = train.ClassNames }, Title(other, part))
            : null;
    }

    private IExampleSource? OpenImages(
        string path, SetPart part, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        options.RefuseUnread(path, "images", pictures: true);
        return ImageParts.Of(FileSet.Open(path), path).Find(part) is { } layout
            ? images.Open(path, layout with { Resize = options.Resize, Color = options.Color }, Title(path, part), progress, cancellation)
            : null;
    }

    private static bool IsCifar(FileEntry file) =>
        CifarReader.IsTrainingFile(file.Name[(file.Name.LastIndexOf('/') + 1)..]);

    private static string Title(string path, SetPart part) =>
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}/{(part == SetPart.Train ? "train" : "test")}";
}
