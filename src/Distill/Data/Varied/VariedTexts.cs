using System.Text;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Parts of texts: half of them are up to five words in a row, the others lack about a quarter of the words (Tang et al. 2019).
/// </summary>
/// <param name="source">Texts.</param>
/// <param name="variations">How many of each.</param>
/// <param name="seed">Decides which words.</param>
/// <exception cref="DistillException">They are too many to number.</exception>
internal sealed class VariedTexts(IExampleSource source, int variations, long seed) : VariedExamples(source, variations, seed, "varied texts", Purpose)
{
    private const int LongestRun = 5;
    private const double Dropped = 0.25;
    private const long Purpose = 0x766172696564;

    private protected override void Vary(Span<byte> example, ReadOnlySpan<byte> partner, SeededRandom random)
    {
        var varied = Encoding.UTF8.GetBytes(Vary(PaddedText.Of(example), random));
        varied.CopyTo(example);
        example[varied.Length..].Clear();
    }

    // Never longer than the text.
    private static string Vary(string text, SeededRandom random)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Chinese, Japanese and Thai have no blanks between words.
        var (parts, between) = words.Length > 1 ? (words, " ") : ([.. text.EnumerateRunes().Select(rune => rune.ToString())], "");
        return parts.Length < 2 ? text : string.Join(between, random.Below(2) == 0 ? Run(parts, random) : Thinned(parts, random));
    }

    private static string[] Run(string[] words, SeededRandom random)
    {
        var length = 1 + random.Below(Math.Min(LongestRun, words.Length));
        var first = random.Below(words.Length - length + 1);
        return words[first..(first + length)];
    }

    private static string[] Thinned(string[] words, SeededRandom random)
    {
        string[] left = [.. words.Where(_ => random.NextDouble() >= Dropped)];
        return left.Length > 0 ? left : [words[random.Below(words.Length)]];
    }
}
