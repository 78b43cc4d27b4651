namespace Distill.Reports.Tests;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(1412, "1,412")]
    [InlineData(1412.4, "1,412")]
    [InlineData(67.3, "67.3")]
    [InlineData(67, "67")]
    [InlineData(-2, "−2")]
    [InlineData(double.NaN, "not a number")]
    public void Counts(double number, string expected) => Assert.Equal(expected, NumberText.Count(number));

    [Theory]
    [InlineData(1412.4, 12.7, "1,412 ± 13")]
    [InlineData(74.32, 2.14, "74.3 ± 2.1")]
    [InlineData(146, null, "146")]
    public void Means_with_their_deviation(double mean, double? deviation, string expected) =>
        Assert.Equal(expected, NumberText.Spread(mean, deviation));

    [Theory]
    [InlineData(12.34, "+12.3")]
    [InlineData(-4, "−4")]
    [InlineData(0, "0")]
    public void Differences(double number, string expected) => Assert.Equal(expected, NumberText.Difference(number));

    [Theory]
    [InlineData(950, "950")]
    [InlineData(118282, "118 k")]
    [InlineData(2_950_000, "2.95 M")]
    [InlineData(999_900, "1.00 M")]
    [InlineData(87e9, "87.0 G")]
    public void Large_numbers_have_three_digits(double number, string expected) => Assert.Equal(expected, Plain(NumberText.Large(number)));

    [Theory]
    [InlineData(0.5, "= 0.50")]
    [InlineData(0.0123, "= 0.012")]
    [InlineData(0.00032, "= 3 × 10⁻⁴")]
    [InlineData(2.4e-15, "= 2 × 10⁻¹⁵")]
    [InlineData(0, "< 10⁻³⁰⁰")]
    [InlineData(double.NaN, "is not a number")]
    public void P_values(double p, string expected) => Assert.Equal(expected, Plain(NumberText.PValue(p)));

    [Theory]
    [InlineData(5.24, "5.2 s")]
    [InlineData(188, "3 min 8 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Durations(double seconds, string expected) =>
        Assert.Equal(expected, Plain(NumberText.Duration(TimeSpan.FromSeconds(seconds))));

    [Theory]
    [InlineData(188, "3 min 8 s")]
    [InlineData(1e300, "–")]
    [InlineData(double.NaN, "–")]
    public void Seconds_that_may_be_no_time(double seconds, string expected) => Assert.Equal(expected, Plain(NumberText.Seconds(seconds)));

    [Fact]
    public void Percents_and_ratios()
    {
        Assert.Equal("14.1 %", Plain(NumberText.Percent(0.1412)));
        Assert.Equal("95 %", Plain(NumberText.Percent(0.95, 0)));
        Assert.Equal("25 ×", Plain(NumberText.Times(25.2)));
        Assert.Equal("1.9 ×", Plain(NumberText.Times(1.93)));
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
