using System.Buffers.Binary;
using System.Text;
using Distill.Runs;

namespace Distill.Files;

/// <summary>What a file looks like by its first bytes: its format, and a name for it that people know.</summary>
/// <param name="Format">The format, as far as the first bytes tell.</param>
/// <param name="Name">For messages, for example "a page of HTML".</param>
public sealed record FileLook(ModelFormat Format, string Name)
{
    private const int Looked = 64;
    private const byte FirstFieldOfOnnx = 0x08;
    private const string NoKnownFormat = "no format that is known here";

    private static readonly (byte[] Start, FileLook Look)[] Starts =
    [
        ([0x50, 0x4B, 0x03, 0x04], new(ModelFormat.PyTorchArchive, "a zip archive, as PyTorch writes")),
        .. from protocol in (byte[])[2, 3, 4, 5] select (new byte[] { 0x80, protocol }, new FileLook(ModelFormat.Pickle, "a Python pickle, as old versions of PyTorch write")),
        ([0x1F, 0x8B], Other("a gzip archive")),
        ([0x89, 0x48, 0x44, 0x46], Other("an HDF5 file, as Keras writes")),
        ("GGUF"u8.ToArray(), Other("a GGUF file")),
        ("%PDF"u8.ToArray(), Other("a PDF")),
        ("version https://git-lfs"u8.ToArray(), Placeholder("a pointer of Git LFS; the file itself was not fetched (git lfs pull)")),
        ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], Other("a NumPy array")),
    ];

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

            using var stream = File.OpenRead(path);
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

        if (bytes.Length > 8 && bytes[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(bytes) < 1 << 30)
        {
            return new(ModelFormat.SafeTensors, "a safetensors file");
        }

        if (bytes.Length >= 8 && bytes[4..8] is [(byte)'T', (byte)'F', (byte)'L', (byte)'3'])
        {
            return Other("a TensorFlow Lite model");
        }

        if (bytes.Length >= 8 && bytes[4..8] is [(byte)'O', (byte)'R', (byte)'T', (byte)'M'])
        {
            return Other("a model in ONNX Runtime's own format; give the .onnx file that it was made from");
        }

        // The version of the format, a small number, is the first field that every exporter writes.
        return bytes is [FirstFieldOfOnnx, > 0 and < 64, ..] ? new(ModelFormat.Onnx, "an ONNX model") : OfText(bytes);
    }

    private static FileLook OfText(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
                ? Placeholder("a page of HTML, which a download link may give in place of the file")
            : text.StartsWith('{') || text.StartsWith('[') ? Other("JSON")
            : text.Length > 0 && text.All(letter => letter is >= ' ' and < '\x7F' or '\t' or '\r' or '\n') ? Other("plain text")
            : Other(NoKnownFormat);
    }

    private static FileLook Placeholder(string name) => Other(name) with { StandsIn = true };

    private static FileLook Other(string name) => new(ModelFormat.Unknown, name);
}
