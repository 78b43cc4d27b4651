using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Times of one answer as people type them: 1ms, 0.5 ms, 200us.</summary>
internal static class ShortTime
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("us", 1e-3), ("µs", 1e-3), ("μs", 1e-3), ("s", 1e3)];

    /// <summary>The milliseconds as JSON.</summary>
    /// <exception cref="DistillException">It is no time, or has no unit.</exception>
    public static JsonNode Parse(string text)
    {
        var typed = text.Trim();
        var (unit, each) = Units.FirstOrDefault(known => typed.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase), (Unit: "", Milliseconds: double.NaN));
        return WrittenNumber.TryDouble(typed[..^unit.Length].Trim(), out var number) && number * each is > 0 and < double.PositiveInfinity
            ? JsonValue.Create(number * each)
            : throw new DistillException($"--latency {text} is no time with its unit; expected for example 1ms or 200us.");
    }
}
