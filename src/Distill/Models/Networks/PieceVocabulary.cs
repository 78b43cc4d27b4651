using System.Text;

namespace Distill.Models.Networks;

/// <summary>
/// Texts as rows of a table by WordPiece: each word is cut, from its start, into the longest pieces that the vocabulary has. Pieces behind
/// the first begin with ## there.
/// </summary>
internal sealed class PieceVocabulary
{
    /// <summary>The piece for words that cannot be cut.</summary>
    public const string Unknown = "[UNK]";

    /// <summary>The piece that fills up shorter texts.</summary>
    public const string Padding = "[PAD]";

    /// <summary>The mark before a text.</summary>
    public const string Begin = "[CLS]";

    /// <summary>The mark behind a text.</summary>
    public const string End = "[SEP]";

    // As BERT has it: longer words are unknown.
    private const int LongestWord = 100;
    private const string Continued = "##";

    private readonly Dictionary<string, int> starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> continuations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> starting;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuing;
    private readonly int unknown;
    private readonly int begin;
    private readonly int end;
    private readonly int longestPiece;

    /// <param name="pieces">The vocabulary in order, with <see cref="Unknown"/> and <see cref="Padding"/>.</param>
    /// <param name="cased">Whether case and accents matter; null where the vocabulary tells.</param>
    /// <param name="isMarked">Whether texts stand between <see cref="Begin"/> and <see cref="End"/>, which the vocabulary then has.</param>
    public PieceVocabulary(IReadOnlyList<string> pieces, bool? cased = null, bool isMarked = false)
    {
        for (var row = 0; row < pieces.Count; row++)
        {
            var piece = pieces[row];
            (IsContinued(piece) ? continuations : starts)[Letters(piece).ToString()] = row;
            longestPiece = Math.Max(longestPiece, piece.Length);
        }

        (starting, continuing) = (starts.GetAlternateLookup<ReadOnlySpan<char>>(), continuations.GetAlternateLookup<ReadOnlySpan<char>>());
        (unknown, PaddingRow) = (starts[Unknown], starts[Padding]);
        (IsMarked, begin, end) = isMarked ? (true, starts[Begin], starts[End]) : default;
        IsCased = cased ?? pieces.Any(TellsCase);
    }

    /// <summary>The row of <see cref="Padding"/>.</summary>
    public int PaddingRow { get; }

    /// <summary>Whether case matters: it has pieces with capitals of ASCII.</summary>
    public bool IsCased { get; }

    /// <summary>Whether texts stand between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public bool IsMarked { get; }

    /// <summary>Whether a piece tells that case matters in its vocabulary: it has a capital of ASCII, and is no mark.</summary>
    public static bool TellsCase(string piece) => !IsMark(piece) && piece.Any(char.IsAsciiLetterUpper);

    /// <summary>The letters of a piece, without what says that it stands behind the first of a word.</summary>
    public static ReadOnlySpan<char> Letters(string piece) => IsContinued(piece) ? piece.AsSpan(Continued.Length) : piece;

    /// <summary>Appends the row of each piece of a text.</summary>
    /// <param name="text">Bytes of UTF-8; it ends before the first zero.</param>
    /// <param name="most">How many rows a text may have, marks included; what goes beyond is cut off.</param>
    /// <param name="rows">What is appended to.</param>
    public void Append(ReadOnlySpan<byte> text, int most, List<long> rows)
    {
        if (!IsMarked)
        {
            AppendWords(text, most, rows);
            return;
        }

        rows.Add(begin);
        AppendWords(text, most - 2, rows);
        rows.Add(end);
    }

    /// <summary>
    /// Appends the row of each piece that is taken where a text is cut, also of words that cannot be cut to their end: without these, shorter
    /// ones would be taken.
    /// </summary>
    /// <param name="text">Bytes of UTF-8; it ends before the first zero.</param>
    /// <param name="rows">What is appended to.</param>
    public void AppendTried(ReadOnlySpan<byte> text, List<long> rows)
    {
        foreach (var word in Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            AppendPieces(word, rows);
        }
    }

    /// <summary>The row of each piece of a text.</summary>
    /// <inheritdoc cref="Append"/>
    public List<long> Of(ReadOnlySpan<byte> text, int most)
    {
        var rows = new List<long>();
        Append(text, most, rows);
        return rows;
    }

    /// <summary>The rows of texts that lie one behind the other, filled up to those of the longest: [texts, longest].</summary>
    /// <param name="texts">UTF-8, with zeros behind each that is shorter than the others.</param>
    /// <param name="size">The bytes of each, with its zeros.</param>
    /// <param name="most">How many rows a text may have.</param>
    public (long[] Rows, int Longest) Padded(ReadOnlySpan<byte> texts, int size, int most)
    {
        var parts = new List<long>[texts.Length / size];
        for (var text = 0; text < parts.Length; text++)
        {
            parts[text] = Of(texts.Slice(text * size, size), most);
        }

        return Padded(parts);
    }

    /// <summary>The rows of some texts, filled up to those of the longest, which is one at least: [texts, longest].</summary>
    public (long[] Rows, int Longest) Padded(IReadOnlyList<List<long>> texts)
    {
        var longest = Math.Max(1, texts.Max(text => text.Count));
        var rows = new long[texts.Count * longest];
        Array.Fill(rows, PaddingRow);
        for (var text = 0; text < texts.Count; text++)
        {
            texts[text].CopyTo(rows, text * longest);
        }

        return (rows, longest);
    }

    private void AppendWords(ReadOnlySpan<byte> text, int most, List<long> rows)
    {
        ReadOnlySpan<char> words = Words(text);
        var last = rows.Count + most;
        while (words.Length > 0 && rows.Count < last)
        {
            var length = words.IndexOf(' ');
            AppendWord(words[..length], rows);
            words = words[(length + 1)..];
        }

        if (rows.Count > last)
        {
            rows.RemoveRange(last, rows.Count - last);
        }
    }

    private string Words(ReadOnlySpan<byte> text) => PieceWords.Of(Encoding.UTF8.GetString(PaddedText.Bytes(text)), IsCased);

    private void AppendWord(ReadOnlySpan<char> word, List<long> rows)
    {
        var before = rows.Count;
        if (!AppendPieces(word, rows))
        {
            rows.RemoveRange(before, rows.Count - before);
            rows.Add(unknown);
        }
    }

    // Whether pieces were found to the word's end.
    private bool AppendPieces(ReadOnlySpan<char> word, List<long> rows)
    {
        var at = 0;
        while (at < word.Length && Characters(word) <= LongestWord)
        {
            var pieces = at == 0 ? starting : continuing;
            var (length, row) = (Math.Min(longestPiece, word.Length - at), -1);
            while (length > 0 && !pieces.TryGetValue(word.Slice(at, length), out row))
            {
                length--;
            }

            if (length == 0)
            {
                return false;
            }

            rows.Add(row);
            at += length;
        }

        return at == word.Length;
    }

    private static int Characters(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
        {
            return word.Length;
        }

        var count = 0;
        foreach (var letter in word)
        {
            count += char.IsLowSurrogate(letter) ? 0 : 1;
        }

        return count;
    }

    private static bool IsContinued(string piece) => piece.Length > Continued.Length && piece.StartsWith(Continued, StringComparison.Ordinal);

    private static bool IsMark(string piece) => piece.StartsWith('[') && piece.EndsWith(']');
}
