using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>Texts as the tokens that an encoder was trained on, by the files that lie beside such models.</summary>
internal abstract class TextTokens
{
    private const int Largest = 1 << 26;
    private const string Merges = "merges.txt";

    // In the order in which a folder is searched: what says most comes first.
    private static readonly string[] Usual = ["vocab.txt", SentencePieces.Shifted, "spiece.model", "tokenizer.model", "vocab.json", "tokenizer.json"];

    /// <summary>Covers the files and how they are used.</summary>
    public abstract Fingerprint Fingerprint { get; }

    /// <summary>The token that fills up shorter texts.</summary>
    public abstract int Padding { get; }

    /// <summary>The tokens of a text, cut off where it is too long, with the marks of its beginning and end that the encoder knows.</summary>
    public abstract IReadOnlyList<int> Of(string text);

    /// <summary>Opens what cuts texts, by the name of its file.</summary>
    /// <param name="path">
    /// vocab.txt of WordPiece; vocab.json of BPE, with merges.txt beside it; a .model of SentencePiece; tokenizer.json of WordPiece or BPE; or a
    /// folder with one of them.
    /// </param>
    /// <param name="options">How many tokens a text may have, and whether case matters.</param>
    /// <exception cref="DistillException">A file is missing or damaged, or of a kind that is not read.</exception>
    public static TextTokens Open(string path, EncoderOptions options)
    {
        path = FileOf(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".MODEL" => SentencePieces.Open(path, options),
            ".JSON" when IsTokenizer(path) => TokenizerFile.Open(path, options),
            ".JSON" => BytePairs.Open(path, MergesBeside(path), options),
            _ => WordPieces.Open(path, options),
        };
    }

    /// <summary>All files of a tokenizer, that which names it first; they are known by their names.</summary>
    /// <exception cref="DistillException">A folder holds none.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        path = FileOf(path);
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) && !IsTokenizer(path) ? [path, MergesBeside(path)] : [path];
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="DistillException">It is missing, too large or unreadable.</exception>
    internal static byte[] Read(string path) => Distill.Data.Formats.Reading.Guard(path, () =>
    {
        using var stream = Distill.Data.Formats.Reading.Open(path);
        return Distill.Data.Formats.Reading.ToEnd(stream, Largest, path);
    });

    private static string FileOf(string path) => !Directory.Exists(path) ? path
        : Usual.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)
            ?? throw new DistillException($"{path} holds no tokenizer; expected one of {string.Join(", ", Usual)}.");

    private static string MergesBeside(string path) => Path.Combine(Path.GetDirectoryName(path) ?? "", Merges);

    private static bool IsTokenizer(string path) => Path.GetFileName(path).Contains("tokenizer", StringComparison.OrdinalIgnoreCase);
}
