using System.Text;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Parts of texts as examples of their own, without labels: a transfer set that a teacher answers and that needs no other texts. Half of
/// them are up to five words in a row, the others lack about a quarter of the words (Tang et al. 2019). Row v·count + r is variation v of
/// row r. They are made when they are read, from the seed and the row alone.
/// </summary>
internal sealed class VariedTexts : IExampleSource, IExampleNames
{
    /// <summary>The most variations of a text.</summary>
    public const int Most = 1000;

    private const int LongestRun = 5;
    private const double Dropped = 0.25;
    private const long Purpose = 0x766172696564;

    private readonly IExampleSource source;
    private readonly long seed;

    /// <summary>Varies the texts of a source.</summary>
    /// <param name="source">Texts.</param>
    /// <param name="variations">How many of each, 1 to <see cref="Most"/>.</param>
    /// <param name="seed">Decides which words.</param>
    /// <exception cref="DistillException">The examples are no texts, or too many to number.</exception>
    public VariedTexts(IExampleSource source, int variations, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(variations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variations, Most);
        if (source.ElementType != ElementType.Text)
        {
            throw new DistillException($"Variations are of texts, and {source.Name} holds {source.Shape}. Leave them out.");
        }

        var rows = (long)variations * source.Count;
        Count = rows <= Array.MaxLength ? (int)rows
            : throw new DistillException($"{source.Name} has {source.Count:N0} texts; {variations} variations of each are too many to number. Take fewer.");
        (this.source, this.seed) = (source, seed);
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add("varied texts").Add(source.Fingerprint.Value).Add(variations).Add(seed).Build();
    }

    /// <inheritdoc/>
    public string Name => $"{source.Name}, varied";

    /// <inheritdoc/>
    public ExampleShape Shape => source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.Text;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <summary>Made of the source's fingerprint, the number of variations and the seed.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public string NameOf(long row)
    {
        RowCheck.Row(this, row);
        return $"{ExampleNames.Of(source, row % source.Count)}, variation {(row / source.Count) + 1}";
    }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        var originals = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            RowCheck.Row(this, rows[i]);
            originals[i] = rows[i] % source.Count;
        }

        source.CopyExamples(originals, destination);
        for (var i = 0; i < rows.Length; i++)
        {
            var example = destination.Slice(i * size, size);
            var varied = Encoding.UTF8.GetBytes(Vary(PaddedText.Of(example), new SeededRandom(Purpose, seed, rows[i])));
            varied.CopyTo(example);
            example[varied.Length..].Clear();
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
        }

        destination.Fill(-1);
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
