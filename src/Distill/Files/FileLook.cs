using System.Buffers.Binary;
using System.Text;
using Distill.Runs;

namespace Distill.Files;

/// <summary>What a file looks like by its first bytes: its format, and a name for it that people know.</summary>
/// <param name="Format">The format, as far as the first bytes tell.</param>
/// <param name="Name">For messages, for example "a page of HTML".</param>
internal sealed record FileLook(ModelFormat Format, string Name)
{
    private const int Looked = 256;
    private const byte FirstFieldOfOnnx = 0x08;
    private const byte FirstMessage = 0x0A;
    private const byte SecondMessage = 0x12;
    private const string NoKnownFormat = "no format that is known here";

    // Zip archives by the name of their first file; PyTorch's have a folder of the archive's own name.
    private static readonly (string Part, FileLook Look)[] Archives =
    [
        ("metadata.json", Keras),
        ("config.json", Keras),
        ("model.weights.h5", Keras),
        (".npy", Other("an archive of NumPy arrays")),
    ];

    private static readonly (byte[] Start, FileLook Look)[] Starts =
    [
        .. from protocol in (byte[])[2, 3, 4, 5] select (new byte[] { 0x80, protocol }, new FileLook(ModelFormat.Pickle, "a Python pickle, as old versions of PyTorch write")),
        ([0x1F, 0x8B], Other("a gzip archive")),
        ([0x89, 0x48, 0x44, 0x46], Other("an HDF5 file, as Keras writes; export the model to ONNX, for example with tf2onnx")),
        ("GGUF"u8.ToArray(), Other("a GGUF file of a language model, which classifies nothing")),
        ("%PDF"u8.ToArray(), Other("a PDF")),
        ("version https://git-lfs"u8.ToArray(), Placeholder("a pointer of Git LFS; the file itself was not fetched (git lfs pull)")),
        ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], Other("a NumPy array")),
    ];

    private static FileLook Keras => Other("a Keras model; export it to ONNX, for example with tf2onnx or model.export(path, format=\"onnx\")");

    /// <summary>Whether the first bytes are those of a format that has a name.</summary>
    public bool IsKnown => Name != NoKnownFormat;

    /// <summary>Whether the file was put in the place of the one that was meant: a pointer of Git LFS, or a page of HTML.</summary>
    public bool StandsIn { get; private init; }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="DistillException">The file is missing, a folder, empty or unreadable.</exception>
    public static FileLook At(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new DistillException($"{path} is a folder; expected a model's file.");
            }

            // A pipe has no length, and opening it would wait for a writer.
            if (File.Exists(path) && new FileInfo(path).Length == 0)
            {
                throw new DistillException($"{path} is empty; expected a model's file.");
            }

            using var stream = AtomicFile.OpenRead(path);
            var bytes = new byte[Looked];
            var read = stream.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false);
            return Of(bytes.AsSpan(0, read));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DistillException($"{path} cannot be opened: there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>Looks at the first bytes of a file.</summary>
    public static FileLook Of(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, look) in Starts)
        {
            if (bytes.StartsWith(start))
            {
                return look;
            }
        }

        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return OfArchive(bytes);
        }

        if (bytes.Length > 8 && bytes[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(bytes) < 1 << 30)
        {
            return new(ModelFormat.SafeTensors, "a safetensors file");
        }

        if (bytes.Length >= 8 && bytes[4..8] is [(byte)'T', (byte)'F', (byte)'L', (byte)'3'])
        {
            return Other("a TensorFlow Lite model; export the model that it was made from to ONNX, or convert it with tf2onnx");
        }

        if (bytes.Length >= 8 && bytes[4..8] is [(byte)'O', (byte)'R', (byte)'T', (byte)'M'])
        {
            return Other("a model in ONNX Runtime's own format; give the .onnx file that it was made from");
        }

        if (IsNested(bytes))
        {
            return bytes[1] == 1
                ? Other("a TensorFlow SavedModel; export it to ONNX with tf2onnx")
                : Other("a Core ML model; export the model that it was made from to ONNX");
        }

        if (IsGraphDef(bytes))
        {
            return Other("a frozen graph of TensorFlow; export it to ONNX with tf2onnx");
        }

        if (IsTorchSharp(bytes))
        {
            return Other("weights that TorchSharp's Module.save wrote, without their layers; load them into the module in C#, and give that module to the library or save its weights as safetensors");
        }

        // The version of the format, a small number, is the first field that every exporter writes.
        return bytes is [FirstFieldOfOnnx, > 0 and < 64, ..] ? new(ModelFormat.Onnx, "an ONNX model") : OfText(bytes);
    }

    private static FileLook OfArchive(ReadOnlySpan<byte> bytes)
    {
        const int nameLength = 26, name = 30;
        var first = bytes.Length > name
            ? Encoding.UTF8.GetString(bytes.Slice(name, Math.Min(bytes.Length - name, BinaryPrimitives.ReadUInt16LittleEndian(bytes[nameLength..]))))
            : "";
        return Archives.FirstOrDefault(archive => first == archive.Part || (archive.Part[0] == '.' && first.EndsWith(archive.Part, StringComparison.Ordinal))).Look
            ?? new(ModelFormat.PyTorchArchive, "a zip archive, as PyTorch writes");
    }

    // A version, and then a message that begins with a message; ONNX has the name of a program there.
    private static bool IsNested(ReadOnlySpan<byte> bytes) =>
        bytes is [FirstFieldOfOnnx, > 0 and < 16, SecondMessage, ..] && Varint(bytes, 3, out var at) is not null && at < bytes.Length && bytes[at] == FirstMessage;

    // A list of nodes, the first of which has a name and then an operator.
    private static bool IsGraphDef(ReadOnlySpan<byte> bytes) =>
        bytes is [FirstMessage, ..]
        && Varint(bytes, 1, out var node) is not null && node < bytes.Length && bytes[node] == FirstMessage
        && Varint(bytes, node + 1, out var name) is { } length && IsName(bytes, name, length)
        && bytes.Length > name + (int)length && bytes[name + (int)length] == SecondMessage;

    // How many tensors; of the first the length of its name, its name, and the number of its type.
    private static bool IsTorchSharp(ReadOnlySpan<byte> bytes) =>
        Varint(bytes, 0, out var count) is > 0 and < 1 << 20
        && Varint(bytes, count, out var name) is { } length && IsName(bytes, name, length)
        && Varint(bytes, name + (int)length, out _) is < 32;

    private static bool IsName(ReadOnlySpan<byte> bytes, int at, long length)
    {
        if (length < 1 || at + length > bytes.Length)
        {
            return false;
        }

        foreach (var letter in bytes.Slice(at, (int)length))
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'_' or (byte)'/' or (byte)'-' or (byte)':'))
            {
                return false;
            }
        }

        return true;
    }

    // A number in groups of seven bits, the lowest first; null where it does not end within the bytes.
    private static long? Varint(ReadOnlySpan<byte> bytes, int at, out int next)
    {
        long value = 0;
        for (next = at; next < bytes.Length && next < at + 5; next++)
        {
            value |= (long)(bytes[next] & 0x7F) << (7 * (next - at));
            if (bytes[next] < 0x80)
            {
                next++;
                return value;
            }
        }

        return null;
    }

    private static FileLook OfText(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
                ? Placeholder("a page of HTML, which a download link may give in place of the file")
            : text.StartsWith('{') && text.Contains("\"weight_map\"", StringComparison.Ordinal) ? new(ModelFormat.SafeTensorsIndex, "the index of the safetensors files of one model, whose weights have to be imported first")
            : text.StartsWith('{') || text.StartsWith('[') ? Other("JSON")
            : text.Length > 0 && text.All(letter => letter is >= ' ' and < '\x7F' or '\t' or '\r' or '\n') ? Other("plain text")
            : Other(NoKnownFormat);
    }

    private static FileLook Placeholder(string name) => Other(name) with { StandsIn = true };

    private static FileLook Other(string name) => new(ModelFormat.Unknown, name);
}
