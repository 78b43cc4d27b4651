using CsCheck;
using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Data;

public sealed class SplitsTests
{
    private static readonly Gen<(int[] Labels, double Fraction, long Seed)> Cases = Gen.Select(
        Gen.Int[-1, 4].Array[0, 60], Gen.Double[0, 1], Gen.Long);

    [Fact]
    public void IsAPartitionInOrderAndProportionalPerClass() => Cases.Sample((labels, fraction, seed) =>
    {
        var view = new ExampleView(Samples.Labelled(5, labels));
        var (part, rest) = Splits.Stratified(view, fraction, seed);

        var partRows = Rows(part);
        var restRows = Rows(rest);
        Assert.Equal(partRows.Order(), partRows);
        Assert.Equal(restRows.Order(), restRows);
        Assert.Equal(Enumerable.Range(0, labels.Length), partRows.Concat(restRows).Order());
        Assert.Equal((int)Math.Floor(fraction * labels.Length + 0.5), part.Count);
        for (var c = -1; c < 5; c++)
        {
            var share = labels.Count(l => l == c) * fraction;
            Assert.InRange(partRows.Count(r => labels[r] == c), Math.Floor(share), Math.Ceiling(share));
        }
    });

    [Fact]
    public void OnlyLabelledExamplesAreDrawnAndAllOthersRemain() => Cases.Sample((labels, fraction, seed) =>
    {
        var view = new ExampleView(Samples.Labelled(5, labels));
        var (part, rest) = Splits.Labelled(view, fraction, seed);

        var labelled = labels.Count(label => label >= 0);
        Assert.Equal((int)Math.Floor((fraction * labelled) + 0.5), part.Count);
        Assert.All(part.Labels(), label => Assert.True(label >= 0));
        Assert.Equal(Enumerable.Range(0, labels.Length), Rows(part).Concat(Rows(rest)).Order());
        Assert.Equal(labelled == labels.Length ? Splits.Stratified(view, fraction, seed).Part.Fingerprint : part.Fingerprint, part.Fingerprint);
    });

    [Fact]
    public void TheSeedAloneChooses()
    {
        var view = new ExampleView(Samples.Pixels(90, new(1, 1, 2)));

        Assert.Equal(Rows(Splits.Stratified(view, 0.3, 5).Part), Rows(Splits.Stratified(view, 0.3, 5).Part));
        Assert.NotEqual(Rows(Splits.Stratified(view, 0.3, 5).Part), Rows(Splits.Stratified(view, 0.3, 6).Part));
    }

    [Fact]
    public void IsTheSameOnEveryMachine()
    {
        var view = new ExampleView(Samples.Pixels(20, new(1, 1, 2)));

        Assert.Equal(PinnedRows, Rows(Splits.Stratified(view, 0.25, 7).Part));
    }

    [Fact]
    public void EveryExampleIsEquallyLikely()
    {
        var view = new ExampleView(Samples.Labelled(2, 0, 0, 0, 0, 0, 0, 1, 1, 1));
        var drawn = new int[9];
        for (var seed = 0; seed < 3000; seed++)
        {
            foreach (var row in Rows(Splits.Stratified(view, 1 / 3.0, seed).Part))
            {
                drawn[row]++;
            }
        }

        Assert.All(drawn, n => Assert.InRange(n, 850, 1150));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void RefusesOtherFractions(double fraction) =>
        Assert.Throws<DistillException>(() => Splits.Stratified(new ExampleView(Samples.Labelled(1, 0)), fraction, 1));

    private static readonly int[] PinnedRows = [1, 2, 3, 4, 9];

    private static int[] Rows(ExampleView view) => [.. Enumerable.Range(0, view.Count).Select(i => (int)view.Row(i))];
}
