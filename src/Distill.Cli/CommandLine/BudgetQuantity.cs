using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>What a student may take, as people type it: 100KB, 1.5 MB or 102400 bytes; 1ms or 200us.</summary>
internal static class BudgetQuantity
{
    private const double MostBytes = 1L << 40;

    private static readonly (string Unit, double Of)[] Sizes =
        [("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30), ("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30), ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("B", 1), ("", 1)];

    private static readonly (string Unit, double Of)[] Times = [("MS", 1), ("US", 1e-3), ("ΜS", 1e-3), ("S", 1e3)];

    /// <summary>Bytes as JSON; a kilobyte is 1,024.</summary>
    /// <exception cref="DistillException">It is no size.</exception>
    public static JsonNode Bytes(string text) => Read(text, Sizes) is { } bytes and >= 1 and <= MostBytes
        ? JsonValue.Create((long)bytes)
        : throw new DistillException($"--budget {text} is no size of a file; expected for example 100KB, 1.5MB, or 102400 for bytes.");

    /// <summary>Milliseconds as JSON.</summary>
    /// <exception cref="DistillException">It is no time, or has no unit.</exception>
    public static JsonNode Milliseconds(string text) => Read(text, Times) is { } milliseconds and > 0 and < double.PositiveInfinity
        ? JsonValue.Create(milliseconds)
        : throw new DistillException($"--latency {text} is no time with its unit; expected for example 1ms or 200us.");

    // Null where no unit, or no number before it, is known. Both signs for micro are one letter in capitals.
    private static double? Read(string text, (string Unit, double Of)[] units)
    {
        var typed = text.Trim().ToUpperInvariant();
        foreach (var (unit, of) in units)
        {
            if (typed.EndsWith(unit, StringComparison.Ordinal))
            {
                return WrittenNumber.TryDouble(typed[..^unit.Length].Trim(), out var number) ? number * of : null;
            }
        }

        return null;
    }
}
