using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Packed;
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

    /// <summary>Opens both parts of data.</summary>
    /// <param name="data">A name of the catalogue, or a path.</param>
    /// <param name="options">Choices for data of one's own; sets of the catalogue have theirs. One that such data do not read is refused.</param>
    /// <param name="progress">Where to report fetching and decoding, or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was read; data that are not divided, such as one folder of classes or one table, are all training data.</returns>
    /// <exception cref="DistillException">There is no such data, or it is damaged: the message says what was looked for.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public OpenedData Open(
        string data, DataOptions? options = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        options ??= new();
        return Catalogue.Knows(data)
            ? OpenKnown(data, options, progress, cancellationToken)
            : Directory.Exists(data) ? OpenFolder(data, options, progress, cancellationToken)
            : File.Exists(data) ? OpenFile(data, options, progress, cancellationToken)
            : throw new DistillException(
                $"'{data}' is neither a data set nor a file or folder.{NearMiss.Question(data, Catalogue.Sets.Select(s => s.Name))} " +
                $"Data sets are {string.Join(", ", Catalogue.Sets.Select(s => s.Name))}.");
    }

    private OpenedData OpenKnown(string set, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        options.RefuseUnread(set, "a known set, whose size and colour are its own");
        return Both(part => catalogue.Open(set, part, progress, cancellationToken), "a set of the catalogue");
    }

    private OpenedData OpenFolder(string folder, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        if (PackedData.IsAt(folder))
        {
            options.RefuseUnread(folder, "packed data, which are as they were packed");
            return PackedData.Open(folder);
        }

        var files = Reading.Guard(folder, () => Directory.GetFiles(folder)).Order(StringComparer.Ordinal).ToList();
        if (IdxFiles.TrainingImages(files) is { } trainingImages)
        {
            return OpenIdx(trainingImages, options, files);
        }

        if (files.Exists(file => CifarReader.IsTrainingFile(Path.GetFileName(file))))
        {
            return OpenCifar(folder, options);
        }

        return TableFiles.TrainingFile(files) is { } table && !ImageFiles.AreNamedBy(table, folder)
            ? OpenTable(table, options, files)
            : OpenImages(folder, options, progress, cancellationToken);
    }

    private OpenedData OpenFile(string file, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        if (TableFiles.IsTable(file))
        {
            return OpenTable(file, options);
        }

        switch (Path.GetExtension(file).ToUpperInvariant())
        {
            case ".BIN":
                return OpenCifar(file, options);
            case ".ZIP" or ".TAR" or ".TGZ":
            case ".GZ" when file.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase):
                return FileSet.Open(file, ArchiveNames.Unread) is TarFiles tar && tar.Walk().Any(IsCifar)
                    ? OpenCifar(file, options)
                    : OpenImages(file, options, progress, cancellationToken);
            default:
                return IdxFiles.LabelsOf(file) is not null
                    ? OpenIdx(file, options)
                    : throw new DistillException(
                        $"{file} is of no known kind. Looked for .csv, .tsv, .tab, .txt, CIFAR's .bin, .zip, .tar, .tar.gz, .tgz, and IDX files " +
                        "with 'images' in their name and a file with 'labels' beside them.");
        }
    }

    private static OpenedData OpenIdx(string trainingImages, DataOptions options, IReadOnlyList<string>? folder = null)
    {
        options.RefuseUnread(trainingImages, "IDX files");
        return IdxFiles.Open(trainingImages, folder);
    }

    private static OpenedData OpenCifar(string path, DataOptions options)
    {
        options.RefuseUnread(path, "CIFAR files");
        // One file is all there is of its data, and some keep only the training files.
        var hasTest = (Directory.Exists(path) || !path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
            && FileSet.Open(path, ArchiveNames.Unread).Walk().Any(file => CifarReader.IsTestFile(FileName(file)));
        return Both(part => part == SetPart.Test && !hasTest ? null : CifarReader.Open(path, part, Title(path, part)), "the names of CIFAR files");
    }

    private static OpenedData OpenTable(string file, DataOptions options, IReadOnlyList<string>? folder = null)
    {
        options.RefuseUnread(file, "a CSV file", columns: true);
        return TableFiles.Open(file, options.Csv, Title, folder);
    }

    private OpenedData OpenImages(string path, DataOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        options.RefuseUnread(path, "images", pictures: true, columns: true);
        return ImageFiles.Open(path, options, images, Title, progress, cancellationToken);
    }

    private static OpenedData Both(Func<SetPart, IExampleSource?> open, string recognisedBy)
    {
        var train = open(SetPart.Train)!;
        var test = open(SetPart.Test);
        return new OpenedData(new DataPart(new ExampleView(train), recognisedBy), test is null ? null : new DataPart(new ExampleView(test), recognisedBy));
    }

    private static bool IsCifar(FileEntry file) => CifarReader.IsTrainingFile(FileName(file));

    private static string FileName(FileEntry file) => file.Name[(file.Name.LastIndexOf('/') + 1)..];

    private static string Title(string path, SetPart part) =>
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}/{(part == SetPart.Train ? "train" : "test")}";
}
