using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Sizes of files as people type them: 102400, 100KB, 1.5 MB. A kilobyte is 1,024 bytes.</summary>
internal static class ByteCount
{
    private const long Most = 1L << 40;

    private static readonly (string Unit, long Bytes)[] Units =
        [("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30), ("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("B", 1)];

    /// <summary>The bytes as JSON.</summary>
    /// <exception cref="DistillException">It is no size.</exception>
    public static JsonNode Parse(string text)
    {
        var typed = text.Trim().ToUpperInvariant();
        var (unit, each) = Units.FirstOrDefault(known => typed.EndsWith(known.Unit, StringComparison.Ordinal), (Unit: "", Bytes: 1L));
        return WrittenNumber.TryDouble(typed[..^unit.Length].Trim(), out var number) && number * each is >= 1 and <= Most
            ? JsonValue.Create((long)(number * each))
            : throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"--budget {text} is no size of a file; expected for example 100KB, 1.5MB, or 102400 for bytes."));
    }
}
