using System.Numerics;
using System.Text;
using Distill.Models.Networks;

namespace Distill.Text.Tests;

public sealed class NGramsTests
{
    // The definition with numbers of any size, one n-gram after the other.
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Set an ALARM for 7:30!")]
    [InlineData("  two  blanks\tand a tab ")]
    [InlineData("Zürich naïve 한국어 말 日本 😀😀 x")]
    public void RowsAreThoseOfTheDefinition(string text)
    {
        var found = new List<long>();
        new NGrams(1000, [1, 2, 3], [1, 3, 5]).Append(Encoding.UTF8.GetBytes(text), found);

        Assert.Equal(Defined(text, 1000, [1, 2, 3], [1, 3, 5]).Order(), found.Order());
    }

    [Fact]
    public void ATextEndsBeforeItsFirstZero()
    {
        var (padded, plain) = (new List<long>(), new List<long>());
        var ngrams = new NGrams(1 << 14, [1, 2], [3]);
        ngrams.Append("wake me\0\0\0"u8, padded);
        ngrams.Append("wake me"u8, plain);

        Assert.Equal(plain, padded);
    }

    [Fact]
    public void CaseOfAsciiDoesNotMatterAndWordsAreNoCharacters()
    {
        var (small, large, word, characters) = (new List<long>(), new List<long>(), new List<long>(), new List<long>());
        new NGrams(1 << 20, [1], [3]).Append("wake ME"u8, small);
        new NGrams(1 << 20, [1], [3]).Append("WAKE me"u8, large);
        new NGrams(1 << 20, [1], []).Append("cat"u8, word);
        new NGrams(1 << 20, [], [3]).Append("cat"u8, characters);

        Assert.Equal(small, large);
        Assert.DoesNotContain(word[0], characters);
    }

    [Fact]
    public void StrayContinuationBytesAreHashedLikeAnyOther()
    {
        var found = new List<long>();
        new NGrams(1000, [1], [1, 2]).Append(Enumerable.Repeat((byte)0x80, 500).ToArray(), found);

        Assert.All(found, row => Assert.InRange(row, 0, 999));
        // The blank with all bytes behind it, the last blank, both together, and the word.
        Assert.Equal(4, found.Count);
    }

    [Fact]
    public void RowsArePublished()
    {
        // An exported model counts on these numbers.
        var found = new List<long>();
        new NGrams(1 << 14, [1, 2], [3]).Append("Hi you"u8, found);

        Assert.Equal([.. Defined("Hi you", 1 << 14, [1, 2], [3])], found);
        Assert.Equal(Pinned, found);
    }

    private static readonly long[] Pinned = [14361, 5965, 14546, 16355, 2367, 15609, 141, 11564, 10924];

    private static IEnumerable<long> Defined(string text, int rows, int[] words, int[] characters)
    {
        string Folded(string part) => string.Concat(part.Select(letter => letter <= ' ' ? ' ' : char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));
        var runes = Folded($" {text} ").EnumerateRunes().Select(rune => rune.ToString()).ToList();
        foreach (var start in Enumerable.Range(0, runes.Count))
        {
            foreach (var length in characters.Where(length => start + length <= runes.Count))
            {
                yield return Row(Hash(string.Concat(runes.Skip(start).Take(length))), 0, rows);
            }
        }

        var parts = System.Text.RegularExpressions.Regex.Matches(Folded(text), "[a-z0-9\\u0080-\\uFFFF]+").Select(match => Hash(match.Value)).ToList();
        foreach (var end in Enumerable.Range(1, parts.Count))
        {
            foreach (var length in words.Where(length => length <= end))
            {
                var joined = parts.Skip(end - length).Take(length).Select((hash, k) => hash * BigInteger.Pow(NGrams.WordBase, k)).Aggregate(BigInteger.Add);
                yield return Row(joined, length * NGrams.WordSalt, rows);
            }
        }
    }

    private static BigInteger Hash(string text) => Encoding.UTF8.GetBytes(text)
        .Select((value, k) => (value + 1) * BigInteger.Pow(NGrams.ByteBase, k)).Aggregate(BigInteger.Zero, BigInteger.Add);

    private static long Row(BigInteger hash, long salt, int rows) => (long)((hash + salt) * NGrams.Spread % NGrams.Modulus % rows);
}
