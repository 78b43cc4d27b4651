using System.Globalization;

namespace Distill.Runs;

/// <summary>
/// One of the parts into which long work is divided, so that several processes do it: those of an array of a cluster, by custom.
/// Parts are numbered from 1. Every piece of the work is in exactly one of them.
/// </summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Count">How many parts there are.</param>
internal readonly record struct WorkPart(int Number, int Count)
{
    /// <summary>The most parts that work is divided into.</summary>
    public const int MostParts = 100_000;

    /// <summary>All of the work, as one process does it.</summary>
    public static WorkPart Whole { get; } = new(1, 1);

    /// <summary>Reads "3/7".</summary>
    /// <exception cref="DistillException">It is something else, or no such part.</exception>
    public static WorkPart Parse(string text) =>
        text.Split('/') is [var number, var count] && Digits(number) is { } first && Digits(count) is { } all && first >= 1 && first <= all && all <= MostParts
            ? new WorkPart(first, all)
            : throw new DistillException($"--part {text}: expected NUMBER/COUNT such as 3/7, the number from 1 to the count, at most {MostParts} parts.");

    /// <summary>Every <see cref="Count"/>-th of some numbered pieces, from 0.</summary>
    /// <param name="pieces">How many pieces there are in all.</param>
    public IEnumerable<int> Of(int pieces)
    {
        for (long piece = Number - 1; piece < pieces; piece += Count)
        {
            yield return (int)piece;
        }
    }

    /// <summary>Adjacent pieces, as many in every part as in another or one more.</summary>
    /// <param name="pieces">How many pieces there are in all.</param>
    /// <returns>The first, and the one after the last.</returns>
    public (int First, int End) RangeOf(int pieces) =>
        ((int)((long)pieces * (Number - 1) / Count), (int)((long)pieces * Number / Count));

    /// <summary>For example "3/7".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static int? Digits(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
