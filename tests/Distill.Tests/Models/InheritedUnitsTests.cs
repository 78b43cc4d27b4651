using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class InheritedUnitsTests
{
    private static readonly ModelSpec Wide = Nets.Mlp with { Network = new MlpSpec { Widths = [24, 16] } };

    [Fact]
    public void AllUnitsAreTheSameModel()
    {
        using var wide = Classifier.Build(Wide, seed: 1);
        using var student = Classifier.Build(Wide, seed: 2);
        InheritedUnits.Draw(wide, student, seed: 3);

        Assert.Equal(wide.Fingerprint(), student.Fingerprint());
    }

    [Fact]
    public void UnitsKeepTheirWeightsAndWhatGoesOutOfThemIsRaisedByTheMissingShare()
    {
        using var scope = NewDisposeScope();
        var wide = Classifier.Build(Wide, seed: 1);
        var student = Classifier.Build(Wide with { Network = new MlpSpec { Widths = [6, 4] } }, seed: 2);
        InheritedUnits.Draw(wide, student, seed: 3);

        var (theirs, mine) = (Rows(wide), Rows(student));
        var first = Origin(mine[0], theirs[0]);
        var second = Enumerable.Range(0, 4).Select(unit => Enumerable.Range(0, 16).Single(other => mine[3][unit] == theirs[3][other])).ToArray();
        Assert.Equal(first.Order().Distinct(), first);
        Assert.Equal(second.Order().Distinct(), second);
        Assert.Equal(first.Select(unit => theirs[1][unit]), mine[1]);
        for (var unit = 0; unit < 4; unit++)
        {
            for (var input = 0; input < 6; input++)
            {
                Assert.Equal(4 * theirs[2][(second[unit] * 24) + first[input]], mine[2][(unit * 6) + input], 6);
            }
        }

        for (var logit = 0; logit < 4; logit++)
        {
            for (var input = 0; input < 4; input++)
            {
                Assert.Equal(4 * theirs[4][(logit * 16) + second[input]], mine[4][(logit * 4) + input], 6);
            }
        }

        Assert.Equal(theirs[5], mine[5]);

        static List<int> Origin(float[] some, float[] all) =>
            [.. some.Chunk(36).Select(row => Enumerable.Range(0, 24).Single(unit => all.AsSpan(unit * 36, 36).SequenceEqual(row)))];
    }

    [Fact]
    public void WhatAUnitReceivesIsInTheMeanWhatItReceivedBefore()
    {
        using var scope = NewDisposeScope();
        var one = Nets.Mlp with { Network = new MlpSpec { Widths = [24] } };
        var wide = Classifier.Build(one, seed: 1);
        var input = rand(5, 1, 6, 6, generator: new Generator(7));
        using var quiet = no_grad();
        var sum = zeros(5, 4, ScalarType.Float64);
        const int draws = 4000;
        var student = Classifier.Build(one with { Network = new MlpSpec { Widths = [6] } }, seed: 2);
        for (var seed = 0; seed < draws; seed++)
        {
            InheritedUnits.Draw(wide, student, seed);
            sum += student.call(input);
        }

        // One draw deviates by 0.2 or so, the mean of 4,000 by 0.004.
        var deviation = (sum / draws - wide.call(input)).abs().max().item<double>();
        Assert.InRange(deviation, 0, 0.02);
    }

    [Fact]
    public void TheSeedDecidesTheDraw()
    {
        var narrow = Wide with { Network = new MlpSpec { Widths = [6, 4] } };
        using var wide = Classifier.Build(Wide, seed: 1);
        using var first = Classifier.Build(narrow, seed: 2);
        using var again = Classifier.Build(narrow, seed: 9);
        using var other = Classifier.Build(narrow, seed: 2);
        InheritedUnits.Draw(wide, first, seed: 3);
        InheritedUnits.Draw(wide, again, seed: 3);
        InheritedUnits.Draw(wide, other, seed: 4);

        Assert.Equal(first.Fingerprint(), again.Fingerprint());
        Assert.NotEqual(first.Fingerprint(), other.Fingerprint());
    }

    [Fact]
    public void WhatDoesNotFitIsSaidInOneMessage()
    {
        using var wide = Classifier.Build(Wide, seed: 1);
        using var student = Classifier.Build(
            Wide with { ClassNames = ["ant", "bee"], Normalisation = Normalisation.None, Network = new MlpSpec { Widths = [25, 4] } }, seed: 1);
        using var conv = Classifier.Build(Nets.Conv, seed: 1);

        var message = Assert.Throws<DistillException>(() => InheritedUnits.Draw(wide, student, seed: 1)).Message;
        Assert.Contains("hidden layers are [24, 16] and those asked for [25, 4]", message, StringComparison.Ordinal);
        Assert.Contains("4 classes, and the other 2", message, StringComparison.Ordinal);
        Assert.Contains("normalised in another way", message, StringComparison.Ordinal);
        Assert.Contains("perceptrons", Assert.Throws<DistillException>(() => InheritedUnits.Draw(wide, conv, seed: 1)).Message, StringComparison.Ordinal);
    }

    private static List<float[]> Rows(Classifier model) => [.. model.Weights().Select(pair => pair.Parameter.detach().data<float>().ToArray())];
}
