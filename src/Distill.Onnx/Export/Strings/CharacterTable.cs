using System.Runtime.InteropServices;
using System.Text;
using Distill.Models.Networks;

namespace Distill.Onnx.Export.Strings;

/// <summary>
/// What each character becomes in the words of WordPiece, worked out with the code that cuts texts for training: nothing, a blank, a word
/// by itself, or letters. Characters that no piece has share one row, because their words are unknown whatever they are.
/// </summary>
internal sealed class CharacterTable
{
    /// <summary>Characters of a page.</summary>
    public const int PageSize = 64;

    /// <summary>The row of a blank; the one before it is that of what is dropped. Words by themselves come behind it.</summary>
    public const int Blank = 1;

    private const int Characters = 0x110000;
    private const int FirstPrivate = 0xE000;
    private const int LastPrivate = 0xF8FF;

    private readonly List<string> strings = ["", ""];
    private readonly HashSet<Rune> alphabet;
    private readonly string unknown;

    /// <param name="pieces">The vocabulary.</param>
    /// <param name="cased">Whether case and accents are kept.</param>
    public CharacterTable(string[] pieces, bool cased)
    {
        alphabet = [.. pieces.SelectMany(piece => PieceVocabulary.Letters(piece).ToString().EnumerateRunes())];
        // Texts lose such characters, so that no text has it.
        unknown = new Rune(Enumerable.Range(FirstPrivate, LastPrivate - FirstPrivate).First(value => !alphabet.Contains(new Rune(value)))).ToString();
        var kinds = Enumerable.Range(0, Characters).Select(value => Rune.IsValid(value) ? Become(new Rune(value), cased) : default).ToArray();
        var words = RowsOf(kinds, Kind.Word);
        FirstLetter = strings.Count;
        var letters = RowsOf(kinds, Kind.Letters);
        (Pages, Rows) = Paged(Array.ConvertAll(kinds, one => one.Kind switch
        {
            Kind.Word => words[one.Becomes],
            Kind.Letters => letters[one.Becomes],
            _ => (int)one.Kind,
        }));
    }

    private enum Kind
    {
        Dropped,
        Blank,
        Word,
        Letters,
    }

    /// <summary>The letters of each row; empty for what is dropped and for blanks.</summary>
    public IReadOnlyList<string> Strings => strings;

    /// <summary>The first row of letters.</summary>
    public int FirstLetter { get; }

    /// <summary>The page of each <see cref="PageSize"/> characters.</summary>
    public int[] Pages { get; }

    /// <summary>The rows of the characters of each page, page after page.</summary>
    public int[] Rows { get; }

    private (Kind Kind, string Becomes) Become(Rune character, bool cased)
    {
        var word = PieceWords.Of($"a{character}a", cased);
        return word switch
        {
            "aa " => default,
            "a a " => (Kind.Blank, ""),
            ['a', ' ', .. var alone, ' ', 'a', ' '] => (Kind.Word, Known(alone)),
            ['a', .. var letters, 'a', ' '] when !letters.Contains(' ', StringComparison.Ordinal) => (Kind.Letters, Known(letters)),
            _ => throw new InvalidOperationException($"U+{character.Value:X4} becomes '{word}'"),
        };
    }

    private string Known(string letters) => letters.EnumerateRunes().All(alphabet.Contains) ? letters : unknown;

    private Dictionary<string, int> RowsOf((Kind Kind, string Becomes)[] kinds, Kind kind)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, becomes) in kinds.Where(one => one.Kind == kind))
        {
            if (rows.TryAdd(becomes, strings.Count))
            {
                strings.Add(becomes);
            }
        }

        return rows;
    }

    private static (int[] Pages, int[] Rows) Paged(int[] rows)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var (pages, kept) = (new List<int>(), new List<int>());
        foreach (var page in rows.Chunk(PageSize))
        {
            var content = new string(MemoryMarshal.Cast<int, char>(page));
            if (!known.TryGetValue(content, out var number))
            {
                number = known[content] = known.Count;
                kept.AddRange(page);
            }

            pages.Add(number);
        }

        return ([.. pages], [.. kept]);
    }
}
