using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Distill.Files;
using Distill.Runs;

namespace Distill.Specialists;

/// <summary>The sums of one part of a covariance as a file: 12 bytes for each two classes, in either order.</summary>
internal static class CovarianceFile
{
    private const string FormatName = "distill.counts";
    private const string Version = "2";
    private const string CountKey = "counted";
    private const string LowSuffix = ".low";

    // A part of a tensor that a span holds; the sums of very many classes are longer.
    private const int Portion = 1 << 24;

    /// <summary>Writes the file.</summary>
    /// <exception cref="DistillException">It cannot be written.</exception>
    public static void Write(string path, ConfusionCovariance covariance, CovariancePlan plan, WorkPart part)
    {
        var tensors = covariance.Sums.SelectMany(sum => (TensorPayload[])
        [
            new(sum.Name, TensorType.I64, [sum.Values.High.Length], stream => Write<long>(stream, sum.Values.High)),
            new(sum.Name + LowSuffix, TensorType.U32, [sum.Values.Low.Length], stream => Write<uint>(stream, sum.Values.Low)),
        ]);
        var header = Header(plan, part);
        header[CountKey] = covariance.Count.ToString(CultureInfo.InvariantCulture);
        SafeTensorsWriter.Write(path, [.. tensors], header);
    }

    /// <summary>Looks whether the file of a part is one of a plan.</summary>
    /// <exception cref="DistillException">It is damaged, or of another plan or part; the message names it.</exception>
    public static void Require(string path, CovariancePlan plan, WorkPart part)
    {
        using var file = SafeTensorsFile.Open(path);
        Require(file, plan, part);
    }

    /// <summary>Adds the sums of a part to those of others.</summary>
    /// <inheritdoc cref="Require(string, CovariancePlan, WorkPart)"/>
    public static void AddTo(ConfusionCovariance covariance, string path, CovariancePlan plan, WorkPart part)
    {
        using var file = SafeTensorsFile.Open(path);
        Require(file, plan, part);
        foreach (var (name, values) in covariance.Sums)
        {
            Add(file, name, values);
        }

        covariance.AddCount(long.TryParse(file.Metadata.GetValueOrDefault(CountKey), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw DistillException.Damaged($"{path} is damaged: it does not say how many examples it has counted. Count that part again."));
    }

    private static Dictionary<string, string> Header(CovariancePlan plan, WorkPart part) => new(plan.Facts())
    {
        ["format"] = FormatName,
        ["version"] = Version,
        ["part"] = $"{part}",
    };

    private static void Require(SafeTensorsFile file, CovariancePlan plan, WorkPart part)
    {
        foreach (var (key, expected) in Header(plan, part))
        {
            if (file.Metadata.GetValueOrDefault(key, key == CovariancePlan.TemperatureKey ? "1" : "nothing") is var found && found != expected)
            {
                throw new DistillException(
                    $"{file.Path} is no part {part} of the counts of {plan}: it says \"{found}\" for '{key}', and expected is \"{expected}\". Remove it, and count that part again.");
            }
        }
    }

    private static void Write<T>(Stream stream, T[] values)
        where T : unmanaged
    {
        for (var first = 0; first < values.Length; first += Portion)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(Portion, values.Length - first))));
        }
    }

    private static void Add(SafeTensorsFile file, string name, ExactSums values)
    {
        var length = values.High.Length;
        var (high, low) = (Entry(file, name, TensorType.I64, length), Entry(file, name + LowSuffix, TensorType.U32, length));
        for (var first = 0; first < length; first += Portion)
        {
            var count = Math.Min(Portion, length - first);
            values.Add(first, Numbers<long>(high, first, count), Numbers<uint>(low, first, count));
        }

        ReadOnlySpan<T> Numbers<T>(TensorEntry entry, int first, int count)
            where T : unmanaged
        {
            var width = Unsafe.SizeOf<T>();
            return MemoryMarshal.Cast<byte, T>(file.Bytes(entry, (long)first * width, count * width));
        }
    }

    private static TensorEntry Entry(SafeTensorsFile file, string name, TensorType type, int length)
    {
        var entry = file.Entry(name);
        return entry.Type == type && entry.Shape.SequenceEqual([length])
            ? entry
            : throw DistillException.Damaged($"{file.Path} is damaged: {name} is {entry.Type} [{string.Join(", ", entry.Shape)}] instead of {type} [{length}]. Count that part again.");
    }
}
