using Distill.Reports.Sections;
using Distill.Runs.Results;

namespace Distill.Reports.Tests;

public sealed class HeadlineTests
{
    private readonly Comparison sample = SampleComparison.Create();

    [Fact]
    public void The_result_in_words()
    {
        Assert.Equal(
            "Distilled, same images: 1,421 test errors against 1,539 for labels alone; 50 × fewer multiply-adds than the teacher",
            HeadlineText.Sentence(sample).Replace('\u00A0', ' '));
        Assert.Equal(
            "Fewer errors at each of 3 seeds (McNemar’s test, seeds pooled: p = 2 × 10⁻¹⁵). The teacher itself makes 757.",
            HeadlineText.Evidence(sample).Replace('\u00A0', ' '));
    }

    [Theory]
    [InlineData("hard", "distilled", 0.0118)]
    [InlineData("distilled", "hard", -0.0118)]
    public void The_difference_is_that_of_the_headlines_row_whichever_a_test_names_first(string first, string second, double estimate)
    {
        var test = new PairedTest(first, second, 2, 1)
        {
            IntervalSeedsAndCases = new Interval(estimate, estimate - 0.001, estimate + 0.002, 0.95),
            OverSeeds = new SeedsTest(0.012, 3),
        };
        var (lower, upper) = estimate > 0 ? ("1.08", "1.38") : ("0.98", "1.28");

        Assert.StartsWith(
            $"Fewer errors at each of 3 seeds: 1.18 % fewer of the examples wrong, 95 % interval {lower} % to {upper} % over seeds and cases; p = 0.012 over 3 seeds.",
            HeadlineText.Evidence(sample with { PairedTests = [test] }).Replace('\u00A0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_failed_is_not_praised()
    {
        var turned = sample with { Headline = new Headline("hard", "distilled"), Teacher = null, PairedTests = null };
        Assert.Equal("Labels alone: 1,539 test errors against 1,421 for distilled, same images", HeadlineText.Sentence(turned));
        Assert.Equal("Fewer errors at 0 of 3 seeds.", HeadlineText.Evidence(turned));
    }
}
