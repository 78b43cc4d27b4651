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

    [Fact]
    public void A_result_that_failed_is_not_praised()
    {
        var turned = sample with { Headline = new Headline("hard", "distilled"), Teacher = null, PairedTests = null };
        Assert.Equal("Labels alone: 1,539 test errors against 1,421 for distilled, same images", HeadlineText.Sentence(turned));
        Assert.Equal("Fewer errors at 0 of 3 seeds.", HeadlineText.Evidence(turned));
    }
}
