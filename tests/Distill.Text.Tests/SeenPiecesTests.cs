using System.Text;
using CsCheck;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Text.Encoders;

namespace Distill.Text.Tests;

public sealed class SeenPiecesTests
{
    private static readonly string[] Marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

    private static readonly string[] Vocabulary =
        [.. Marks, "[MASK]", "[unused1]", "a", "##a", "한", "😀", "é", "red", "green", "gr", "##een", "##d", "blue", "dog", "##s", "##ish"];

    // Pieces of few letters, so that words are cut in many ways, and often in none.
    private static readonly Gen<string[]> Vocabularies =
        Gen.Select(Gen.Bool, Gen.String[Gen.Char["abAé"], 1, 3]).Select((inside, letters) => inside ? $"##{letters}" : letters).Array[0, 24]
            .Select(pieces => (string[])[.. Marks, .. pieces.Distinct(StringComparer.Ordinal)]);

    private static readonly Gen<string[]> Texts = Gen.String[Gen.Char["abAéx. "], 0, 24].Array[0, 6];

    [Fact]
    public void TrainingTextsAreCutAsBeforeAndOthersStill() => Gen.Select(Vocabularies, Texts, Texts).Sample((vocabulary, training, others) =>
    {
        var (pieces, kept) = Kept(vocabulary, training);
        var whole = new PieceVocabulary(vocabulary);

        Assert.Equal(whole.IsCased, kept.IsCased);
        Assert.All(training, text => Assert.Equal(Cut(whole, vocabulary, text), Cut(kept, pieces, text)));
        Assert.All(others, text => Cut(kept, pieces, text));
    });

    [Fact]
    public void WordsOfKnownCharactersAreNeverUnknown() => Gen.Select(Vocabularies, Texts, Texts).Sample((vocabulary, training, others) =>
    {
        string[] letters = [.. "abAéx.".SelectMany(letter => new[] { $"{letter}", $"##{letter}" })];
        var (pieces, kept) = Kept([.. vocabulary.Union(letters, StringComparer.Ordinal)], training);

        Assert.All(others, text => Assert.DoesNotContain("[UNK]", Cut(kept, pieces, text)));
    });

    [Fact]
    public void MarksAndSingleCharactersAreKeptInTheirOrder() => Assert.Equal(
        [.. Marks, "a", "##a", "한", "😀", "é", "red", "green", "##d", "##s", "##ish"], Kept(Vocabulary, ["red as", "greenish"]).Pieces);

    [Fact]
    public void PiecesOfAWordThatCannotBeCutKeepItSo()
    {
        // Without "ab", "abc" would be "a" and "##bc".
        string[] vocabulary = [.. Marks, "a", "##b", "ab", "##bc", "d"];
        var (pieces, kept) = Kept(vocabulary, ["abc", "d"]);

        Assert.Equal(["[UNK]"], Cut(kept, pieces, "abc"));
        Assert.Equal([.. Marks, "a", "##b", "ab", "d"], pieces);
    }

    [Theory]
    [InlineData(typeof(WordPieceSpec))]
    [InlineData(typeof(TransformerSpec))]
    public void AModelHasTheKeptPiecesAlone(Type kind)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary)));
        NetworkSpec network = kind == typeof(WordPieceSpec)
            ? new WordPieceSpec { VocabularyFile = file, SeenPieces = true, Dimensions = 32 }
            : new TransformerSpec { VocabularyFile = file, SeenPieces = true, Dimensions = 32 };
        using var model = TextEncoder.Build(Spec(network), seed: 1, View("red dogs"));
        using var whole = TextEncoder.Build(Spec(network is WordPieceSpec bag ? bag with { SeenPieces = false } : (TransformerSpec)network with { SeenPieces = false }), seed: 1);
        var kept = (IPieceNetwork)model.Spec!.Network;

        Assert.Equal([.. Marks, "a", "##a", "한", "😀", "é", "red", "##d", "dog", "##s"], kept.Vocabulary!.Split(' '));
        Assert.False(kept.SeenPieces);
        ModelFile.Save(folder.File("m.safetensors"), model);
        ModelFile.Save(folder.File("w.safetensors"), whole);
        Assert.InRange(new FileInfo(folder.File("w.safetensors")).Length - new FileInfo(folder.File("m.safetensors")).Length, (Vocabulary.Length - kept.Rows) * 32 * 4, (Vocabulary.Length - kept.Rows) * 32 * 5);
        using var loaded = ModelFile.Load(folder.File("m.safetensors"));
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
        Assert.DoesNotContain("seenPieces", File.ReadAllText(folder.File("w.safetensors"), Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTextsItIsRefused()
    {
        using var folder = new TemporaryFolder();
        var network = new WordPieceSpec { VocabularyFile = folder.Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary))), SeenPieces = true };
        var numbers = new ExampleView(new ArraySource("numbers", [1, 2], [0, 1], ["a", "b"]));

        Assert.Contains("none are given; leave seenPieces out", Refusal(() => TextEncoder.Build(Spec(network), seed: 1)), StringComparison.Ordinal);
        Assert.Contains("has no texts; leave seenPieces out", Refusal(() => TextEncoder.Build(Spec(network), seed: 1, numbers)), StringComparison.Ordinal);
        Assert.Contains("keeps the pieces of its training texts; TextEncoder.Build", Refusal(() => Classifier.Build(Spec(network), seed: 1)), StringComparison.Ordinal);

        static string Refusal(Func<Classifier> build) => Assert.Throws<DistillException>(build).Message;
    }

    private static (string[] Pieces, PieceVocabulary Vocabulary) Kept(string[] vocabulary, string[] training)
    {
        var kept = new KeptPieces(string.Join(' ', vocabulary), isMarked: false);
        Array.ForEach(training, text => kept.Add(Encoding.UTF8.GetBytes(text)));
        var pieces = kept.Vocabulary(kept.Rows).Split(' ');
        Assert.Equal(pieces, kept.Rows.Order().Select(row => vocabulary[row]));
        return (pieces, new PieceVocabulary(pieces));
    }

    private static string[] Cut(PieceVocabulary vocabulary, string[] pieces, string text) => [.. vocabulary.Of(Encoding.UTF8.GetBytes(text), 100).Select(row => pieces[row])];

    private static ModelSpec Spec(NetworkSpec network) => new(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network);

    private static ExampleView View(params string[] texts) => new(new TextSource("t", texts, new int[texts.Length], ["a", "b"], 64));
}
