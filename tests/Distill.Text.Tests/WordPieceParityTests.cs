using System.Globalization;
using System.Text;
using System.Text.Json;
using Distill.Models.Networks;
using Distill.Text.Encoders;
using Microsoft.ML.Tokenizers;

namespace Distill.Text.Tests;

/// <summary>
/// Three implementations of WordPiece give the same tokens: Microsoft.ML.Tokenizers with our removal of accents, which encoders use; our
/// own, which students use; and FastBertTokenizer, which only these tests use.
/// </summary>
public sealed class WordPieceParityTests
{
    private const int Most = 512;

    private static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "b", "c", "d", "e", "i", "n", "o", "s", "t", "u", "x", "1", "2", "3", "##1", "##2", "##3",
        "cat", "dog", "run", "##s", "##ning", "##n", "##ing", "un", "##aff", "##able", "##a", "##b", "##e", "##u", "##x", "##dog", "cafe", "naive", "uber", "strasse", "stra", "##ß",
        "!", "?", ".", ",", "'", "\"", "-", "–", "—", "…", "(", ")", "[", "]", "$", "+", "=", "^", "`", "|", "~", "/", "\\", "_", "@", "#", "%", "&", "*", "{", "}", "<", ">", ":", ";",
        "“", "”", "。", "、", "¿", "¡", "«", "»", "日", "本", "語", "中", "文", "\u1112\u1161\u11AB", "##\u1100\u116E\u11A8", "\u1100\u116E\u11A8", "か", "##な", "カ", "##ナ", "😀", "##😀", "👍", "€", "£", "°", "½", "и", "##ван", "йод", "иод",
        "ω", "##μεγα", "don", "can", "co", "uk", "www", "istanbul", "resume", "##́", "ﬁ", "##ne", "ñ", "senor", "ａ", "##ｂ", "م", "##رح", "##با", "नम", "##स", "##ते", "\U0001F1E9", "##\U0001F1EA", "\u200d",
    ];

    /// <summary>Worked out by hand: the text, and its tokens between [CLS] and [SEP].</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "", "" },
        { " ", "" },
        { "\t\r\n", "" },
        { "the cat", "the cat" },
        { "The CAT", "the cat" },
        { "  the \t cat\n", "the cat" },
        { "the\u00A0cat", "the cat" },
        { "the\u2003cat\u3000dog", "the cat dog" },
        { "cats", "cat ##s" },
        { "running", "run ##ning" },
        { "runnings", "run ##ning ##s" },
        { "unaffable", "un ##aff ##able" },
        { "unaffablez", "[UNK]" },
        { "zzz cat", "[UNK] cat" },
        { "cat!", "cat !" },
        { "!?.,", "! ? . ," },
        { "don't", "don ' t" },
        { "co.uk", "co . uk" },
        { "a-b–c—d", "a - b – c — d" },
        { "…", "…" },
        { "(a)[b]{c}<d>", "( a ) [ b ] { c } < d >" },
        { "$1+2=3", "$ 1 + 2 = 3" },
        { "^`|~", "^ ` | ~" },
        { "a/b\\c_d", "a / b \\ c _ d" },
        { "@a #b %c &d *e", "@ a # b % c & d * e" },
        { "a:b;c", "a : b ; c" },
        { "“cat” \"dog\"", "“ cat ” \" dog \"" },
        { "¿a? ¡b!", "¿ a ? ¡ b !" },
        { "«a»", "« a »" },
        { "123", "1 ##2 ##3" },
        { "café", "cafe" },
        { "cafe\u0301", "cafe" },
        { "CAFÉ", "cafe" },
        { "naïve", "naive" },
        { "Über", "uber" },
        { "straße", "stra ##ß ##e" },
        { "Señor Ñ", "senor n" },
        { "résumé", "resume" },
        { "İstanbul", "istanbul" },
        { "日本語", "日 本 語" },
        { "the日cat", "the 日 cat" },
        { "中文。日、", "中 文 。 日 、" },
        { "한국", "\u1112\u1161\u11AB ##\u1100\u116E\u11A8" },
        { "국", "\u1100\u116E\u11A8" },
        { "かな カナ", "か ##な カ ##ナ" },
        { "😀", "😀" },
        { "😀😀 👍", "😀 ##😀 👍" },
        { "😀cat", "[UNK]" },
        { "€ £ ° ½", "€ £ ° ½" },
        { "Иван", "и ##ван" },
        { "йод", "иод" },
        { "Ωμεγα", "ω ##μεγα" },
        { "مرحبا", "م ##رح ##با" },
        { "ca\u0007t", "cat" },
        { "ca\u200Bt", "cat" },
        { "c\uFFFDat", "cat" },
        { "[SEP]", "[ [UNK] ]" },
        { "ａｂ", "ａ ##ｂ" },
        { new string('a', 100), string.Join(' ', Enumerable.Repeat("##a", 99).Prepend("a")) },
        { new string('a', 101), "[UNK]" },
        { string.Concat(Enumerable.Repeat("cat ", 600)), string.Join(' ', Enumerable.Repeat("cat", Most - 2)) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheCaseIsAsWorkedOut(string text, string tokens)
    {
        Assert.Equal(tokens, Text(Own(Vocabulary)(text)));
        Assert.Equal(tokens, Text(Encoder(Vocabulary)(text)));
        if (!DiffersInFastBert(text))
        {
            Assert.Equal(tokens, Text(FastBert(Vocabulary)(text)));
        }

        if (!DiffersInMicrosoft(text))
        {
            Assert.Equal(tokens, Text(Microsoft(Vocabulary)(text)));
        }

        static string Text(IEnumerable<int> tokens) => string.Join(' ', tokens.Select(token => Vocabulary[token]));
    }

    /// <summary>
    /// On the texts of CLINC150, or those of the file that DISTILL_TEXTS names, a text a line; with a vocabulary of their words, or that of the
    /// file that DISTILL_VOCABULARY names. DISTILL_FUZZ says how many.
    /// </summary>
    [Fact]
    public void RealTextsHaveTheSameTokens()
    {
        var texts = RealTexts().Take(Mutations.Count(1000)).ToList();
        Assert.SkipWhen(texts.Count == 0, "DISTILL_DATA has no clinc150.");
        var vocabulary = VocabularyFor(texts);
        var (own, encoder, fast, microsoft) = (Own(vocabulary), Encoder(vocabulary), FastBert(vocabulary), Microsoft(vocabulary));
        var compared = 0;
        foreach (var text in texts)
        {
            var expected = own(text).ToArray();
            Assert.Equal(expected, encoder(text));
            Assert.True(DiffersInFastBert(text) || expected.SequenceEqual(fast(text)), $"fast: {text}\n{string.Join(" ", expected.Select(t => vocabulary[t]))}\n{string.Join(" ", fast(text).Select(t => vocabulary[t]))}");
            Assert.True(DiffersInMicrosoft(text) || expected.SequenceEqual(microsoft(text)), $"microsoft: {text}\n{string.Join(" ", expected.Select(t => vocabulary[t]))}\n{string.Join(" ", microsoft(text).Select(t => vocabulary[t]))}");
            compared += DiffersInFastBert(text) || DiffersInMicrosoft(text) ? 0 : 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{texts.Count} texts, {compared} of them without what is known to differ");
        Assert.InRange(compared, texts.Count * 0.9, texts.Count);
    }

    // Marks such as [SEP] written in a text are text here and in BERT's own code; FastBertTokenizer has no limit of 100 letters for a word.
    private static bool DiffersInFastBert(string text) => text.Contains("[SEP]", StringComparison.Ordinal) || text.Split(' ').Any(word => word.Length > 100);

    // Microsoft.ML.Tokenizers 2.0.1 takes marks for themselves, drops symbols, emoji and tabs, joins words at _, and parts them at characters without width.
    private static bool DiffersInMicrosoft(string text) => text.Contains("[SEP]", StringComparison.Ordinal) || text.EnumerateRunes().Any(rune => rune.Value == '_' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol
        or UnicodeCategory.OtherNumber or UnicodeCategory.Format or UnicodeCategory.Control);

    private static Func<string, IEnumerable<int>> Own(IReadOnlyList<string> vocabulary)
    {
        var own = new PieceVocabulary(vocabulary);
        return text => own.Of(Encoding.UTF8.GetBytes(text), Most - 2).Select(token => (int)token);
    }

    private static Func<string, IEnumerable<int>> Encoder(string[] vocabulary)
    {
        var encoder = WordPieces.Of("vocab.txt", vocabulary, Most, cased: false);
        return text => encoder.Of(text).Skip(1).SkipLast(1);
    }

    private static Func<string, IEnumerable<int>> FastBert(IEnumerable<string> vocabulary)
    {
        var fast = new FastBertTokenizer.BertTokenizer();
        fast.LoadVocabulary(new StringReader(string.Join('\n', vocabulary) + "\n"), convertInputToLowercase: true);
        return text => fast.Encode(WithoutMarks(text), Most).InputIds.ToArray().Skip(1).SkipLast(1).Select(token => (int)token);
    }

    private static Func<string, IEnumerable<int>> Microsoft(IEnumerable<string> vocabulary)
    {
        var tokenizer = BertTokenizer.Create(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary) + "\n")), new BertOptions { LowerCaseBeforeTokenization = true });
        return text => tokenizer.EncodeToIds(WithoutMarks(text), Most, addSpecialTokens: true, out _, out _).Skip(1).SkipLast(1);
    }

    // Both take letters apart only where .NET has ICU, which these tests cannot count on.
    private static string WithoutMarks(string text) =>
        string.Concat(ComposedName.Apart(text).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));

    internal static IEnumerable<string> RealTexts()
    {
        if (Environment.GetEnvironmentVariable("DISTILL_TEXTS") is { Length: > 0 } file)
        {
            return File.ReadLines(file);
        }

        return KnownTexts.Find(KnownTexts.Clinc150) is not { } path ? []
            : JsonDocument.Parse(File.ReadAllText(path)).RootElement.EnumerateObject().SelectMany(part => part.Value.EnumerateArray()).Select(pair => pair[0].GetString()!);
    }

    internal static string[] VocabularyFor(IReadOnlyList<string> texts) =>
        Environment.GetEnvironmentVariable("DISTILL_VOCABULARY") is { Length: > 0 } file ? File.ReadAllLines(file) : OfWords(texts);

    // Every letter, and the beginnings and ends of frequent words.
    private static string[] OfWords(IReadOnlyList<string> texts)
    {
        var words = texts.SelectMany(text => text.ToLowerInvariant().Split(' ')).Where(word => word.All(char.IsAsciiLetter) && word.Length > 2)
            .CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).Take(900).ToList();
        var letters = Enumerable.Range(33, 94).Select(letter => $"{(char)letter}").ToList();
        return [.. new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }.Concat(letters).Concat(letters.Select(letter => "##" + letter))
            .Concat(words.Where((_, i) => i % 3 != 0)).Concat(words.Select(word => word[..2])).Concat(words.Select(word => "##" + word[2..])).Distinct()];
    }
}
