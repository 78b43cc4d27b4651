namespace Distill.Runs.Tests;

public sealed class NearMissTests
{
    private static readonly string[] Verbs = ["quickstart", "run", "data", "train", "label", "evaluate", "report"];

    [Theory]
    [InlineData("quikstart", "quickstart")]
    [InlineData("trian", "train")]
    [InlineData("TRAIN", "train")]
    [InlineData("evalaute", "evaluate")]
    [InlineData("lable", "label")]
    [InlineData("quick", "quickstart")]
    public void Suggests_the_name_that_was_meant(string typed, string meant) =>
        Assert.Equal(meant, NearMiss.Suggest(typed, Verbs));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("")]
    [InlineData("zzzzz")]
    public void Suggests_nothing_for_a_word_that_is_far_from_all(string typed) =>
        Assert.Null(NearMiss.Suggest(typed, Verbs));

    [Fact]
    public void A_very_long_word_is_answered_at_once() =>
        Assert.Null(NearMiss.Suggest(new string('x', 1_000_000), Verbs));
}
