using CsCheck;

namespace Descendants.Tests;

public sealed class HolmTests
{
    // 3 × 0.01, 2 × 0.04, and 0.05, which may not be below the one before it.
    [Fact]
    public void ThreeByHand() => Assert.Equal([0.03, 0.08, 0.08], Holm.Corrected([0.01, 0.04, 0.05]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void OrderStaysAndNoneIsAboveOne() => Assert.Equal([1, 0.004, 1, 0.3], Holm.Corrected([0.9, 0.001, 0.6, 0.1]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void NoTestsAreNone() => Assert.Empty(Holm.Corrected([]));

    // The naive rule: a test is rejected where it and all of smaller p are below the level over those that are left.
    [Fact]
    public void WhatIsBelowALevelIsWhatTheStepDownRejects() =>
        Gen.Select(Gen.Double[0, 1].Select(p => p * p * p).Array[1, 12], Gen.Double[0.01, 0.2]).Sample((ps, level) =>
        {
            var corrected = Holm.Corrected(ps);
            var open = true;
            foreach (var (rank, place) in Enumerable.Range(0, ps.Length).OrderBy(place => ps[place]).Index())
            {
                open = open && ps[place] * (ps.Length - rank) <= level;
                Assert.Equal(open, corrected[place] <= level);
            }
        });
}
