using System.IO.Compression;
using System.Text;
using Distill.Files;
using Distill.Models.Import;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>
/// Judges a TorchScript file before libtorch sees it: the archive, the pickles in it, where its tensors lie, and what its
/// code names. libtorch compiles the code and unpickles the rest without asking, and ends the process on much that is wrong.
/// </summary>
internal sealed class ScriptArchive
{
    private const long LargestPickle = 256 << 20;
    private const long LargestCode = 64 << 20;
    private static readonly Remedy Importing = new(nameof(WeightImport), nameof(WeightImport.Into));

    private readonly FileStream file;
    private readonly string path;
    private readonly string root;
    private readonly Dictionary<string, ZipEntry> entries;

    private ScriptArchive(FileStream file, string path)
    {
        (this.file, this.path) = (file, path);
        var listed = ZipDirectory.Read(file, path);
        root = listed.MinBy(entry => entry.Header)!.Name.Split('/')[0] + "/";
        Expect(listed.All(entry => entry.Name.StartsWith(root, StringComparison.Ordinal)), $"not all of its files lie in '{root}'");
        entries = listed.ToDictionary(entry => entry.Name[root.Length..], StringComparer.Ordinal);
    }

    /// <summary>Checks a file.</summary>
    /// <exception cref="DistillException">It is no TorchScript, damaged, or does what a model has no need to do.</exception>
    public static void Check(string path)
    {
        var look = FileLook.At(path);
        if (look.Format == ModelFormat.Pickle)
        {
            throw Pickle(path);
        }

        if (look.Format != ModelFormat.PyTorchArchive)
        {
            throw new DistillException($"{path} is no TorchScript file; it looks like {look.Name}. Expected what torch.jit.save writes, a zip archive.");
        }

        try
        {
            using var file = File.OpenRead(path);
            new ScriptArchive(file, path).Check();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private void Check()
    {
        if (!entries.ContainsKey("constants.pkl") && !entries.Keys.Any(name => name.StartsWith("code/", StringComparison.Ordinal)))
        {
            throw Pickle(path);
        }

        foreach (var name in new[] { "data.pkl", "constants.pkl", "version" })
        {
            Expect(entries.ContainsKey(name), $"'{name}' is missing");
        }

        Expect(Read("version", 16).All(letter => letter is (>= (byte)'0' and <= (byte)'9') or (byte)'\n'), "'version' is no number");
        Expect(!entries.TryGetValue("byteorder", out _) || Encoding.Latin1.GetString(Read("byteorder", 16)) == "little", "its numbers are not little-endian");
        PickleScanner.Check(Read("constants.pkl", LargestPickle), $"{path}, constants.pkl", key => StorageLength("constants", key));
        var model = PickleScanner.Check(Read("data.pkl", LargestPickle), $"{path}, data.pkl", key => StorageLength("data", key));
        Expect(model.Length > 0, "data.pkl holds no module");
        CheckCode();
    }

    private static DistillException Pickle(string path) => new(
        $"{path} was written by torch.save: weights, or a whole module as a pickle, which is a program that is not run here. Write the model as TorchScript, in Python:\n"
        + "  model.eval()\n"
        + "  torch.jit.trace(model, torch.zeros(1, 3, 224, 224)).save(\"teacher.pt\")   # an example of the model's input\n"
        + $"Weights alone become a model with {Importing}, if its architecture is one of ours.",
        Importing);

    private void CheckCode()
    {
        var left = LargestCode;
        foreach (var name in entries.Keys.Where(name => name.StartsWith("code/", StringComparison.Ordinal)))
        {
            var code = Read(name, left);
            left -= code.Length;
            if (name.EndsWith(".py", StringComparison.Ordinal))
            {
                ScriptCode.Check(code, $"{path}, {name}");
            }
            else
            {
                // Where each line came from, which libtorch reads to tell of errors.
                Expect(name.EndsWith(".debug_pkl", StringComparison.Ordinal), $"'{name}' is neither code nor its positions");
                PickleScanner.Check(code, $"{path}, {name}", _ => -1);
            }
        }
    }

    private long StorageLength(string folder, string key) =>
        entries.TryGetValue($"{folder}/{key}", out var entry) && !entry.IsDeflated ? entry.Length : -1;

    private byte[] Read(string name, long most)
    {
        var entry = entries[name];
        Expect(entry.Length <= most, $"'{name}' has {entry.Length} bytes, more than {most}");
        Expect(!entry.IsDeflated || entry.Length <= (entry.Packed + 64) * 1100, $"'{name}' claims to unpack to {entry.Length} bytes");
        var bytes = new byte[entry.Length];
        file.Position = entry.Start;
        if (!entry.IsDeflated)
        {
            file.ReadExactly(bytes);
            return bytes;
        }

        var packed = new byte[entry.Packed];
        file.ReadExactly(packed);
        using var unpacking = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var read = unpacking.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Expect(read == bytes.Length && unpacking.ReadByte() < 0, $"'{name}' does not unpack to its length");
        return bytes;
    }

    private void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw DistillException.Damaged($"{path} is not a whole TorchScript file: {otherwise}. Save or copy it again.");
        }
    }
}
