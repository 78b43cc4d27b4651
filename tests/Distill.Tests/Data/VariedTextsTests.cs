using System.Text;
using CsCheck;
using Distill.Data;

namespace Distill.Tests.Data;

public sealed class VariedTextsTests
{
    [Fact]
    public void AVariationIsSomeOfTheWordsInTheirOrder() =>
        Gen.Select(Gen.Char["abcdefgh"].Array[1, 12], Gen.Long[0, 1000]).Sample((letters, seed) =>
        {
            var text = string.Join(' ', letters);

            foreach (var variation in Variations([text], 20, seed))
            {
                var words = variation.Split(' ');
                var at = -1;
                foreach (var word in words)
                {
                    at = Array.IndexOf([.. text.Split(' ')], word, at + 1);
                    Assert.True(at >= 0, $"'{variation}' of '{text}'");
                }
            }
        });

    [Fact]
    public void HalfAreRunsOfUpToFiveWordsAndTheOthersLackAQuarter()
    {
        var words = Enumerable.Range(0, 40).Select(number => $"w{number:00}").ToArray();

        var lengths = Variations([string.Join(' ', words)], 1000, seed: 3).Select(variation => variation.Split(' ').Length).ToList();

        Assert.InRange(lengths.Count(length => length <= 5), 450, 550);
        Assert.InRange(lengths.Where(length => length > 5).Average(), 29.5, 30.5);
    }

    [Fact]
    public void TextsWithoutBlanksAreVariedByCharacters()
    {
        var variations = Variations(["明日の天気を教えて"], 50, seed: 1);
        Assert.Contains(variations, variation => variation.Length is > 0 and < 9);
        Assert.All(variations, variation => Assert.DoesNotContain(' ', variation));
        Assert.All(Variations(["x"], 3, seed: 1), variation => Assert.Equal("x", variation));
        Assert.All(Variations([""], 3, seed: 1), variation => Assert.Equal("", variation));
    }

    [Fact]
    public void RowsDecideThemAndBatchesDoNot()
    {
        var source = Source(["a b c d e f g", "h i j k l m"], 5, seed: 1);
        var view = new ExampleView(source);
        using var all = view.Read(0, 10);
        for (var row = 0; row < 10; row++)
        {
            using var one = view.Read(row, 1);
            Assert.Equal(one.Inputs.bytes.ToArray(), all.Inputs.bytes[(row * 32)..((row + 1) * 32)].ToArray());
        }

        Assert.Equal(Enumerable.Repeat(-1L, 10), view.Labels());
        Assert.Equal("1, variation 3", source.NameOf(5));
        Assert.Equal(source.Fingerprint, Source(["a b c d e f g", "h i j k l m"], 5, seed: 1).Fingerprint);
        Assert.NotEqual(source.Fingerprint, Source(["a b c d e f g", "h i j k l m"], 5, seed: 2).Fingerprint);
        Assert.NotEqual(source.Fingerprint, Source(["a b c d e f g", "h i j k l m"], 6, seed: 1).Fingerprint);
    }

    private static VariedTexts Source(string[] texts, int variations, long seed) =>
        new(new TextSource("texts", texts, [.. texts.Select(_ => 0)], ["no"], 32), variations, seed);

    private static List<string> Variations(string[] texts, int variations, long seed)
    {
        var size = Math.Max(16, texts.Max(text => Encoding.UTF8.GetByteCount(text)));
        var source = new VariedTexts(new TextSource("texts", texts, [.. texts.Select(_ => 0)], ["no"], size), variations, seed);
        var bytes = new byte[source.Count * size];
        source.CopyExamples([.. Enumerable.Range(0, source.Count).Select(row => (long)row)], bytes);
        return [.. bytes.Chunk(size).Select(example => PaddedText.Of(example))];
    }
}
