using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Descendants.Tests;

public sealed class ObjectivesReportTests
{
    [Fact]
    public void AGainBeyondChanceIsTheSentence()
    {
        var document = ObjectivesReport.Of(Sample(gain: 0.012, lower: 0.004, p: 0.01));
        Assert.Equal("1 of 2 comparisons shows a gain over plain soft targets; the largest is 1.2 points, of decoupled for conv 8-16 ×2, 10 on fashion-mnist", document.Sentence);
        var table = Assert.IsType<Table>(Assert.Single(document.Sections[0].Blocks));
        Assert.Equal(["labels", "distillation", "decoupled", "attention"], table.Rows.Select(row => row[0].Words));
        Assert.Equal("T 4, labels 0.1, weights 1 and 8", table.Rows[2][0].Detail);
        Assert.Contains("the teacher, conv 32-64-128 ×2, 10, has 94.0", document.Sections[0].Introduction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.012, -0.001, 0.01)]
    [InlineData(0.012, 0.004, 0.2)]
    public void WhatChanceMakesIsNoGain(double gain, double lower, double p) =>
        Assert.Equal("None of 2 comparisons with plain soft targets shows a gain beyond chance", ObjectivesReport.Of(Sample(gain, lower, p)).Sentence);

    [Fact]
    public void BeforeAnythingIsMeasuredItSaysWhatItIs() => Assert.Equal("Later objectives against plain soft targets", ObjectivesReport.Of(new ObjectivesResults()).Sentence);

    [Fact]
    public void HolesInAFileAreSeen()
    {
        var whole = Sample(0.01, 0.001, 0.01);
        Assert.False(whole.HasHoles());
        Assert.True((whole with { Fashion = whole.Fashion! with { Students = [] } }).HasHoles());
        Assert.True((whole with { Fashion = whole.Fashion! with { Students = [whole.Fashion.Students[0] with { Objectives = [null!] }] } }).HasHoles());
    }

    private static ObjectivesResults Sample(double gain, double lower, double p) => new()
    {
        Fashion = new SetResults(
            "fashion-mnist", 10, 54000, 6000, 10000, 4, new TeacherResult("conv 32-64-128 ×2, 10", 600, 7.5),
            [
                new StudentResults("conv", "conv 8-16 ×2, 10", 4500, 8,
                [
                    new ObjectiveResult("labels", [1000, 1010], 1.1, []) { GainOverKd = Gain(-0.01, -0.02, 0.02) },
                    new ObjectiveResult("distillation", [900, 920], 1.2, [new(new(4, 0.1), 500)]) { Chosen = new(4, 0.1) },
                    new ObjectiveResult("decoupled", [780, 800], 1.3, [new(new(4, 0.1, [1, 8]), 480)]) { Chosen = new(4, 0.1, [1, 8]), GainOverKd = Gain(gain, lower, p) },
                    new ObjectiveResult("attention", [905, 915], 2.3, [new(new(4, 0.1, HintWeight: 10), 499)]) { Chosen = new(4, 0.1, HintWeight: 10), GainOverKd = Gain(0, -0.01, 1) },
                ]),
            ]),
    };

    private static GainOverPlain Gain(double estimate, double lower, double p) => new(estimate, new Interval(estimate, lower, (2 * estimate) - lower, 0.95), new SeedsTest(p, 2), p);
}
