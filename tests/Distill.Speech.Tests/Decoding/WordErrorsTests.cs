using CsCheck;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Speech.Decoding;

namespace Distill.Speech.Tests.Decoding;

public sealed class WordErrorsTests
{
    private static readonly Gen<int[]> Strings = Gen.Int[0, 2].Array[0, 6];

    [Theory]
    [InlineData("123", "123", 0, 0, 0)]
    [InlineData("123", "143", 1, 0, 0)]
    [InlineData("123", "1223", 0, 1, 0)]
    [InlineData("123", "13", 0, 0, 1)]
    [InlineData("123", "", 0, 0, 3)]
    [InlineData("", "12", 0, 2, 0)]
    [InlineData("12", "21", 2, 0, 0)]
    [InlineData("1234", "2345", 0, 1, 1)]
    public void By_hand(string said, string recognised, int substitutions, int insertions, int deletions) =>
        Assert.Equal(new WordErrors(said.Length, substitutions, insertions, deletions), WordErrors.Between(Words(said), Words(recognised)));

    [Fact]
    public void No_fewer_changes_do() => Gen.Select(Strings, Strings).Sample((said, recognised) =>
    {
        var errors = WordErrors.Between(said, recognised);
        return errors.Errors == Fewest(said, recognised) && errors.Words == said.Length
            && recognised.Length == said.Length - errors.Deletions + errors.Insertions
            && errors.Errors == WordErrors.Between(recognised, said).Errors;
    });

    [Fact]
    public void Rates_and_sums()
    {
        var sum = WordErrors.Sum([new(4, 1, 2, 0), new(6, 0, 0, 1)]);

        Assert.Equal((new WordErrors(10, 1, 2, 1), 4L, 0.4), (sum, sum.Errors, sum.Rate));
        Assert.Equal(default, WordErrors.Sum([]));
    }

    [Fact]
    public void The_bootstrap_is_around_the_rate_and_pairs_utterances()
    {
        WordErrors[] first = [.. Enumerable.Range(0, 200).Select(number => new WordErrors(3 + (number % 5), number % 3, 0, 0))];
        WordErrors[] worse = [.. first.Select(errors => errors with { Insertions = 1 })];
        var options = new BootstrapOptions { Resamples = 2_000 };

        var rate = WordErrors.RateInterval(first, options);
        var difference = WordErrors.DifferenceInterval([worse, worse], [first], options);

        Assert.Equal(WordErrors.Sum(first).Rate, rate.Estimate, 1e-12);
        Assert.InRange(rate.Estimate, rate.Lower, rate.Upper);
        // One more error in each utterance of 5 words in the mean: almost nothing but the words' numbers is left to vary.
        Assert.Equal(0.2, difference.Estimate, 1e-12);
        Assert.InRange(difference.Upper - difference.Lower, 1e-6, 0.03);
        Assert.Throws<DistillException>(() => WordErrors.DifferenceInterval([first], [first[1..]], options));
        Assert.Throws<ArgumentException>(() => WordErrors.RateInterval([new(0, 0, 1, 0)], options));
    }

    private static int[] Words(string digits) => [.. digits.Select(digit => digit - '0')];

    private static int Fewest(ReadOnlySpan<int> said, ReadOnlySpan<int> recognised) =>
        said.IsEmpty || recognised.IsEmpty
            ? said.Length + recognised.Length
            : Math.Min(
                Fewest(said[1..], recognised[1..]) + (said[0] == recognised[0] ? 0 : 1),
                1 + Math.Min(Fewest(said[1..], recognised), Fewest(said, recognised[1..])));
}
