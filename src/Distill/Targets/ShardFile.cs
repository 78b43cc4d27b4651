using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Distill.Files;
using Distill.Runs;

namespace Distill.Targets;

/// <summary>One file of a store: written whole, and mapped for reading once its header fits the plan.</summary>
internal sealed unsafe class ShardFile : IDisposable
{
    private readonly SafeTensorsFile file;

    private ShardFile(SafeTensorsFile file)
    {
        this.file = file;
    }

    public string Path => file.Path;

    /// <summary>Writes the file with this number.</summary>
    /// <exception cref="DistillException">It cannot be written.</exception>
    public static void Write(StoreFolder folder, StorePlan plan, int version, int shard, ShardBuffer buffer)
    {
        var tensors = buffer.Columns().Select(pair => TensorPayload.Of(
            pair.Column.Name, pair.Column.Type, [buffer.Rows, .. pair.Column.Shape], pair.Bytes));
        SafeTensorsWriter.Write(folder.ShardPath(plan, shard), [.. tensors], Header(plan, version, shard));
    }

    /// <summary>Checks the header of a file that is there, and sums up its content for the index.</summary>
    /// <exception cref="DistillException">The file does not belong to the plan.</exception>
    public static ShardEntry Describe(StoreFolder folder, StorePlan plan, int version, int shard)
    {
        string path = folder.ShardPath(plan, shard);
        Open(folder, plan, version, shard).Dispose();
        return new ShardEntry(plan.ShardName(shard), plan.RowsIn(shard), new FileInfo(path).Length, Checksum(path));
    }

    /// <summary>Maps the file with this number.</summary>
    /// <exception cref="DistillException">It is missing or damaged, or does not belong to the plan.</exception>
    public static ShardFile Open(StoreFolder folder, StorePlan plan, int version, int shard)
    {
        var file = SafeTensorsFile.Open(folder.ShardPath(plan, shard));
        try
        {
            foreach (var (key, expected) in Header(plan, version, shard))
            {
                string found = file.Metadata.GetValueOrDefault(key, "nothing");
                Expect(found == expected, file, $"its header says \"{found}\" for {key}, and its index \"{expected}\"");
            }

            var columns = TargetColumn.Of(plan);
            Expect(file.Entries.Count == columns.Count, file, $"it has {file.Entries.Count} tensors instead of {columns.Count}");
            foreach (var column in columns)
            {
                var entry = file.Entry(column.Name);
                Expect(
                    entry.Type == column.Type && entry.Shape.SequenceEqual([plan.RowsIn(shard), .. column.Shape]),
                    file,
                    $"{column.Name} is {entry.Type} [{string.Join(", ", entry.Shape)}] instead of {column.Type} "
                    + $"[{string.Join(", ", column.Shape.Prepend(plan.RowsIn(shard)))}]");
            }

            return new ShardFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The SHA-256 of a file, in 64 hexadecimal digits.</summary>
    public static string Checksum(string path)
    {
        using var stream = AtomicFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public ReadOnlySpan<byte> Column(string name) => file.Bytes(name);

    /// <summary>Where a column starts; valid until this object is disposed, which is for the caller to see to.</summary>
    public byte* Start(string name) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Column(name)));

    public void Dispose() => file.Dispose();

    private static Dictionary<string, string> Header(StorePlan plan, int version, int shard) => new()
    {
        ["format"] = StoreIndex.FormatName,
        ["version"] = Text(version),
        ["shard"] = Text(shard),
        ["shards"] = Text(plan.ShardCount),
        ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(plan.Kind.ToString()),
        ["temperature"] = Text(plan.ValuesTemperature),
        ["teacher"] = plan.Teacher.Fingerprint.Value,
        ["source"] = plan.Source.Fingerprint.Value,
        ["view"] = plan.View.Fingerprint.Value,
        ["preprocessing"] = plan.Preprocessing.Fingerprint.Value,
        ["plan"] = plan.Fingerprint.Value,
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static void Expect(bool condition, SafeTensorsFile file, string otherwise)
    {
        if (!condition)
        {
            throw new DistillException(
                $"{file.Path} does not belong to the store that it lies in: {otherwise}. Delete the folder and label again.");
        }
    }
}
