using System.Text;

namespace Distill.Text.Tests.Strings;

/// <summary>The nodes of a file that takes strings make the bytes and pieces of them that training makes.</summary>
public sealed class StringNodesTests
{
    private const int Bytes = 64;

    private static readonly string[] Vocabulary =
    [
        "[UNK]", "the", "[PAD]", "a", "b", "i", "cat", "##s", "##a", "un", "##aff", "##able", "cafe", "café", "Cat", "C", "##at", "ß", "##ß", "stra", "##e", "!", "?", "[", "]",
        "日", "本", "\u1112\u1161\u11AB", "##\u1100\u116E\u11A8", "か", "##な", "😀", "##😀", "и", "##ван", "ω", "##μεγα", "ñ", "\u0301", "##\u0301", "[CLS]", "[SEP]", "<", "`", ";",
    ];

    private static readonly string[] Hard =
    [
        "", " ", "\t\r\n ", "\u00A0\u3000", "the cat", "  The\u2003CAT!\u0085", "cats unaffable unaffablez catz", "zzz cat", "caté\u0301 café cafe\u0301 CAFÉ", "Straße STRASSE ẞ", "日本語本cat日",
        "한국 한국어 \u1112\u1161\u11AB", "かなかな か", "😀😀 👍 😀cat 👩‍👩‍👧", "Иван ИВАН Ωμεγα ΩΜΕΓΑ", "ñandu Ñ", "ca\u0007t ca\u200Bt ca\u00ADt c\uFFFDat\uE000", "[PAD] [SEP] [UNK] ##s", "a!b?a", "a\u2028b\u2029a",
        "≮ ≠ \u1FEF \u037E", "\u0301 a\u0301\u0302b", "i̇ İ ı I", "𝒜 𐐀 \U0001F1E9\U0001F1EA \U000E0001", "a\u200Db", "\uFEFFthe cat", "…—“a”", "\u0378a\U000AFFFFb", new string('a', 100), new string('a', 101), new string('日', 90), "cat " + new string('x', 300) + " cat",
        "a" + new string(' ', 80) + "b", string.Concat(Enumerable.Repeat("cats ", 60)), new string('a', 62) + "é", new string('a', 63) + "é", new string('a', 61) + "日日", new string('a', 62) + "日", new string('a', 63) + "😀", new string('a', 62) + "😀", new string('a', 61) + "😀",
        new string('a', 60) + "😀", new string('a', 63) + " b",
    ];

    [Fact]
    public void HardTextsAloneAreMadeAsInTraining()
    {
        using var bytes = new StringNodes(null, Bytes);
        using var plain = new StringNodes(StringNodes.Pieces(Lower(), 9), Bytes);
        using var cased = new StringNodes(StringNodes.Pieces(Vocabulary, 200), Bytes);
        using var marked = new StringNodes(StringNodes.Pieces(Lower(), 8, marked: true), 4 * Bytes);
        foreach (var nodes in new[] { bytes, plain, cased, marked })
        {
            Array.ForEach(Hard, text => nodes.AssertSame(text));
        }
    }

    [Fact]
    public void TextsOfABatchDoNotTouchEachOther()
    {
        using var bytes = new StringNodes(null, Bytes);
        using var pieces = new StringNodes(StringNodes.Pieces(Lower(), 9), Bytes);
        using var marked = new StringNodes(StringNodes.Pieces(Lower(), 8, marked: true), Bytes);
        foreach (var nodes in new[] { bytes, pieces, marked })
        {
            nodes.AssertSame(Hard);
            nodes.AssertSame([.. Hard.Reverse()]);
            nodes.AssertSame("", "");
            nodes.AssertSame("", "cat", "", "  ", "cats");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryCharacterIsMadeAsInTraining(bool cased)
    {
        using var nodes = new StringNodes(StringNodes.Pieces(cased ? Vocabulary : Lower(), 64), 256);
        var characters = Enumerable.Range(1, 0x10FFFF).Where(Rune.IsValid).Where(value => value < 0x3400 || value % 17 == 0).Select(value => new Rune(value).ToString());
        foreach (var batch in characters.Chunk(16).Select(part => string.Concat(part.Select(letter => $"a{letter}a "))).Chunk(256))
        {
            nodes.AssertSame(batch);
        }
    }

    [Fact]
    public void DrawnTextsAreMadeAsInTraining()
    {
        string[] parts = [.. Hard.Where(text => text.Length is > 0 and < 40), " ", "s", "a", "cat", "[PAD]", "\u0301"];
        using var bytes = new StringNodes(null, Bytes);
        using var pieces = new StringNodes(StringNodes.Pieces(Lower(), 12, marked: true), Bytes);
        var random = new Random(7);
        for (var round = 0; round < Mutations.Count(60); round++)
        {
            string[] texts = [.. Enumerable.Range(0, random.Next(1, 33)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Drawn(random, parts))))];
            bytes.AssertSame(texts);
            pieces.AssertSame(texts);
        }
    }

    /// <summary>A difference that the documentation names: the operators of ONNX Runtime Extensions read a text as one that ends at a zero.</summary>
    [Fact]
    public void AZeroEndsAText()
    {
        using var nodes = new StringNodes(null, Bytes);

        Assert.Equal([97, 98], nodes.Made("ab\0cd")[0]);
        Assert.Equal([97, 98, 32, 99, 100], nodes.Expected("ab\0cd"));
    }

    private static string Drawn(Random random, string[] parts)
    {
        var part = parts[random.Next(parts.Length)];
        var runes = part.EnumerateRunes().ToArray();
        return random.Next(3) == 0 ? runes[random.Next(runes.Length)].ToString() : part;
    }

    private static IEnumerable<string> Lower() => Vocabulary.Where(piece => piece.StartsWith('[') || !piece.Any(char.IsAsciiLetterUpper));
}
