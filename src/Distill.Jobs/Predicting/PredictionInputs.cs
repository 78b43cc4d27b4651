using System.Globalization;
using Distill.Data.Formats;
using Distill.Files;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Jobs.Predicting;

/// <summary>The inputs of a request: found and told apart before any model is asked, and read one after the other afterwards.</summary>
internal sealed class PredictionInputs
{
    /// <summary>What standard input is called.</summary>
    public const string StandardName = "standard input";

    private const string Standard = "-";
    private const int LargestFile = 1 << 28;
    private const int MostNamed = 5;

    private readonly List<InputFiles> files = [];
    private readonly List<(string Name, byte[]? Encoded)> tables = [];
    private readonly List<AskedInput> texts = [];
    private readonly PredictRequest request;
    private readonly DataOptions? reading;
    private byte[]? standard;

    private PredictionInputs(PredictRequest request, DataOptions? reading) => (this.request, this.reading) = (request, reading);

    /// <summary>What all of them are.</summary>
    public InputKind Kind { get; private set; }

    /// <summary>The first of them, for messages.</summary>
    public string First { get; private set; } = "";

    /// <summary>Looks at all inputs.</summary>
    /// <param name="request">Names them.</param>
    /// <param name="heard">Whether a model of recordings is asked, which tells what is meant by a folder of sounds and pictures.</param>
    /// <param name="read">Whether a model of texts is asked, to which every file is texts.</param>
    /// <param name="reading">How a model's training read its data; null where that is not known.</param>
    /// <param name="say">Told of files that are left out; null to tell no one.</param>
    /// <exception cref="DistillException">Some are missing, of no known kind, or of different kinds: one message for all of one mistake.</exception>
    public static PredictionInputs Find(PredictRequest request, bool heard, bool read, DataOptions? reading, Action<string>? say)
    {
        var inputs = new PredictionInputs(request, reading);
        var paths = request.Inputs.SelectMany(Expanded).ToList();
        RequireThere(paths);
        var kinds = paths.Select(path => (Path: path, Kind: inputs.KindOf(path, heard, read))).ToList();
        kinds.AddRange(request.Rows.Take(1).Select(_ => ("the given row", InputKind.Rows)));
        kinds.AddRange(request.Texts.Take(1).Select(_ => ("the given text", InputKind.Texts)));
        (inputs.First, inputs.Kind) = kinds[0];
        if (kinds.Find(other => other.Kind != inputs.Kind) is { Path: not null } other)
        {
            throw new DistillException($"{inputs.First} {Words(inputs.Kind)}, and {other.Path} {Words(other.Kind)}. Ask about one kind at a time.");
        }

        foreach (var path in paths)
        {
            inputs.Open(path, say);
        }

        return inputs;
    }

    /// <summary>How many there are; null of tables, which are read later.</summary>
    public int? Count => Kind == InputKind.Rows ? null
        : Kind == InputKind.Texts ? texts.Count + request.Texts.Count
        : files.Sum(set => set.Count) + (standard is null ? 0 : 1);

    /// <summary>"is an image" and the like.</summary>
    public static string Words(InputKind kind) => kind switch
    {
        InputKind.Images => "is an image",
        InputKind.Recordings => "is a recording",
        InputKind.Texts => "is a text",
        _ => "is a table of numbers",
    };

    /// <summary>Images, recordings or texts, one after the other; one that cannot be read says why.</summary>
    public IEnumerable<AskedInput> Files()
    {
        foreach (var text in texts.Concat(request.Texts.Select(text => new AskedInput(TextInputs.Name(text)) { Text = text })))
        {
            yield return text;
        }

        foreach (var file in files.SelectMany(set => set.Walk()))
        {
            yield return Read(file);
        }

        if (standard is not null)
        {
            yield return new AskedInput(StandardName) { Encoded = standard };
        }
    }

    /// <summary>How many features the first row has, label or not; 0 where that cannot be told.</summary>
    public int Columns()
    {
        if (request.Rows.Count > 0)
        {
            return request.Rows[0].Length;
        }

        using var text = new StreamReader(TableStream(tables[0]));
        return text.ReadLine()?.Split(',').Length ?? 0;
    }

    /// <summary>The rows of all tables, then those of the request.</summary>
    /// <param name="features">How many features the models take.</param>
    /// <param name="options">How a model's training read tables.</param>
    /// <param name="names">What the models call their features, by which a table's columns are found; null for as they come.</param>
    /// <param name="say">Told how columns are found where that is not plain; null to tell no one.</param>
    /// <exception cref="DistillException">A table is damaged, or has another number of columns or others.</exception>
    public IReadOnlyList<AskedInput> Rows(int features, CsvOptions options, IReadOnlyList<string>? names, Action<string>? say)
    {
        var rows = new List<AskedInput>();
        foreach (var table in tables)
        {
            var source = new RowTable(table.Name, () => TableStream(table)).Read(features, options, request.LabelColumn);
            var (order, note) = ColumnMatch.Of(request.Models[0], names, source.FeatureNames);
            if (note is not null)
            {
                say?.Invoke(note);
            }

            for (var row = 0; row < source.Count; row++)
            {
                var numbers = new float[features];
                source.CopyExamples([row], System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
                rows.Add(new AskedInput(string.Create(CultureInfo.InvariantCulture, $"{table.Name}, row {row + 1}"))
                {
                    Features = order is null ? numbers : [.. order.Select(place => numbers[place])],
                });
            }
        }

        foreach (var (number, row) in request.Rows.Index())
        {
            rows.Add(row.Length == features
                ? new AskedInput(string.Create(CultureInfo.InvariantCulture, $"row {number + 1}")) { Features = row }
                : throw new DistillException($"Row {number + 1} has {row.Length} numbers, and the model takes {features}: {string.Join(", ", row)}."));
        }

        return rows;
    }

    private static AskedInput Read(InputFile file)
    {
        try
        {
            return new AskedInput(file.Name) { Encoded = file.Read(LargestFile) };
        }
        catch (DistillException problem)
        {
            return new AskedInput(file.Name) { Problem = problem.Message };
        }
    }

    private static Stream TableStream((string Name, byte[]? Encoded) table) =>
        table.Encoded is { } bytes ? new MemoryStream(bytes, writable: false) : File.OpenRead(table.Name);

    // Not every shell expands them.
    private static IEnumerable<string> Expanded(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        if (Path.Exists(path) || name.AsSpan().IndexOfAny('*', '?') < 0 || !(folder.Length == 0 || Directory.Exists(folder)))
        {
            return [path];
        }

        var found = Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, name)
            .Select(file => Path.Combine(folder, Path.GetFileName(file))).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : [path];
    }

    private static void RequireThere(List<string> paths)
    {
        var missing = paths.Where(path => path != Standard && !Path.Exists(path)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        if (missing is [var only])
        {
            var folder = Path.GetDirectoryName(only) is { Length: > 0 } own ? own : ".";
            var beside = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Take(10_000).Select(entry => Path.GetFileName(entry)!).ToList() : [];
            var measure = Verbs.Evaluate;
            throw DataSets.Knows(only)
                ? new DistillException($"There is no file {only}; it is a data set, on which a model is measured with {measure}.", measure)
                : new DistillException($"There is no file {only}.{NearMiss.Question(Path.GetFileName(only), beside)}");
        }

        throw new DistillException($"{missing.Count} of {paths.Count} inputs are not there: {string.Join(", ", missing.Take(MostNamed))}{(missing.Count > MostNamed ? ", …" : "")}.");
    }

    private InputKind KindOf(string path, bool heard, bool read)
    {
        if (path == Standard)
        {
            standard = ReadStandard();
            return read ? InputKind.Texts : KindOf(standard);
        }

        if (read && TextInputs.Are(path, reading))
        {
            return InputKind.Texts;
        }

        if (!InputFiles.IsSet(path))
        {
            return RecordingSet.IsRecording(path) ? InputKind.Recordings
                : path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? InputKind.Rows
                : ImageInput.IsImage(path) ? InputKind.Images
                : KindOf(Start(path));
        }

        var (images, recordings) = (InputFiles.Below(path, ImageInput.IsImage, request.ArchiveNames), InputFiles.Below(path, RecordingSet.IsRecording, request.ArchiveNames));
        return images.Count + recordings.Count == 0
            ? throw new DistillException($"{path} has no images and no recordings{(images.OtherCount > 0 ? $", but {images.OtherCount} other files, first {images.FirstOther}" : "")}.")
            : recordings.Count > 0 && (heard || images.Count == 0) ? InputKind.Recordings
            : InputKind.Images;
    }

    private static InputKind KindOf(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && (start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8) || start.StartsWith("BW64"u8)) && start[8..].StartsWith("WAVE"u8) ? InputKind.Recordings
        : FileLook.Of(start[..Math.Min(start.Length, 64)]).Name == "plain text" ? InputKind.Rows
        : InputKind.Images;

    private static byte[] Start(string path)
    {
        var look = FileLook.At(path);
        if (look.Format is ModelFormat.SafeTensors or ModelFormat.Onnx)
        {
            throw new DistillException(
                $"{path} is {look.Name}, a model and nothing to ask about. Name further models as {new Remedy(nameof(PredictRequest), nameof(PredictRequest.Models))}.",
                new Remedy(nameof(PredictRequest), nameof(PredictRequest.Models)));
        }

        using var file = File.OpenRead(path);
        var start = new byte[64];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private byte[] ReadStandard()
    {
        using var content = new MemoryStream();
        var block = new byte[1 << 16];
        for (int read; (read = request.Standard.Read(block)) > 0;)
        {
            content.Write(block.AsSpan(0, read));
            if (content.Length > LargestFile)
            {
                throw new DistillException($"{StandardName} holds more than the {LargestFile} bytes that are allowed for it.");
            }
        }

        return content.Length > 0 ? content.ToArray() : throw new DistillException($"{StandardName} is empty; expected an image, a recording or rows of a table.");
    }

    private void Open(string path, Action<string>? say)
    {
        if (Kind == InputKind.Texts)
        {
            texts.AddRange(path == Standard ? TextInputs.OfLines(StandardName, standard!) : TextInputs.Of(path, reading, request.LabelColumn));
            standard = null;
        }
        else if (Kind == InputKind.Rows)
        {
            tables.Add(path == Standard ? (StandardName, standard) : (path, null));
        }
        else if (path != Standard)
        {
            var found = !InputFiles.IsSet(path) ? InputFiles.OfFile(path)
                : InputFiles.Below(path, Kind == InputKind.Images ? ImageInput.IsImage : RecordingSet.IsRecording, request.ArchiveNames);
            if (found.OtherCount > 0)
            {
                say?.Invoke(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Left out of {path}: {found.OtherCount:N0} files that are no {(Kind == InputKind.Images ? "images" : "recordings")}, first {found.FirstOther}."));
            }

            files.Add(found);
        }
    }
}
