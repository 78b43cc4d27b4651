using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using static TorchSharp.torch;

namespace Distill.Tests.Specialists;

public sealed class SpecialistTrainingTests
{
    private static readonly ClassSets Sets = new(4, [[1, 3], [0]]);

    // 20 of class 0, 10 of class 1, 6 of class 2, 4 of class 3, and 5 without a label.
    private static readonly ArraySource Source = new(
        "numbers", [.. Enumerable.Range(0, 45).Select(number => (float)number)],
        [.. Enumerable.Repeat(0, 20), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(2, 6), .. Enumerable.Repeat(3, 4), .. Enumerable.Repeat(-1, 5)],
        ["ant", "bee", "cat", "dog"]);

    [Fact]
    public void A_specialist_sees_its_classes_and_a_dustbin()
    {
        var source = new SpecialistSource(Source, Sets, 0);
        Assert.Equal(["bee", "dog", SpecialistSource.Dustbin], source.ClassNames);
        var labels = new long[5];
        source.CopyLabels([0, 25, 33, 38, 42], labels);
        Assert.Equal([2, 0, 2, 1, -1], labels);
        var (before, after) = (new byte[8], new byte[8]);
        Source.CopyExamples([3, 40], before);
        source.CopyExamples([3, 40], after);
        Assert.Equal(before, after);
        Assert.NotEqual(source.Fingerprint, new SpecialistSource(Source, Sets, 1).Fingerprint);
        Assert.NotEqual(source.Fingerprint, Source.Fingerprint);
        Assert.Throws<DistillException>(() => new SpecialistSource(Source, new ClassSets(5, [[1]]), 0));
    }

    [Fact]
    public void Half_of_what_it_trains_on_is_its_own_and_no_other_comes_twice_before_all_have_come()
    {
        var view = SpecialistView.Draw(new ExampleView(Source), Sets, 0, passes: 3, seed: 5);
        Assert.Equal(14.0 / 40, view.OwnShare, 1e-12);
        Assert.Equal(2 * 3 * 14, view.Examples.Count);
        var counts = Enumerable.Range(0, view.Examples.Count).CountBy(position => view.Examples.Row(position)).ToDictionary();
        for (long row = 0; row < 40; row++)
        {
            var isOwn = row is (>= 20 and < 30) or >= 36;
            // 42 draws from 26 others: each once, and 16 of them once more.
            Assert.InRange(counts[row], isOwn ? 3 : 1, isOwn ? 3 : 2);
        }

        Assert.Equal(40, counts.Count);
        Assert.Equal(view.Examples.Labels().Count(label => label == 2), view.Examples.Count / 2);
        Assert.Equal(view.Examples.Fingerprint, SpecialistView.Draw(new ExampleView(Source), Sets, 0, 3, 5).Examples.Fingerprint);
        Assert.NotEqual(view.Examples.Fingerprint, SpecialistView.Draw(new ExampleView(Source), Sets, 0, 3, 6).Examples.Fingerprint);
    }

    [Fact]
    public void A_full_softmax_sees_the_same_examples_with_their_own_labels()
    {
        var all = new ExampleView(Source);
        var (dustbin, full) = (SpecialistView.Draw(all, Sets, 0, 3, 5), SpecialistView.Draw(all, Sets, 0, 3, 5, allClasses: true));
        var rows = Enumerable.Range(0, full.Examples.Count).Select(full.Examples.Row).ToArray();
        Assert.Equal(Enumerable.Range(0, dustbin.Examples.Count).Select(dustbin.Examples.Row), rows);
        Assert.Equal(4, full.Examples.ClassNames.Count);
        Assert.Equal(full.Examples.Labels(), rows.Select(row => row < 20 ? 0L : row < 30 ? 1 : row < 36 ? 2 : 3));
        Assert.Equal(dustbin.OwnShare, full.OwnShare);
    }

    [Fact]
    public void Without_own_or_other_examples_there_is_nothing_to_train()
    {
        var all = new ExampleView(Source);
        var mistake = Assert.Throws<DistillException>(() => SpecialistView.Draw(all.Subset([.. Enumerable.Range(0, 20)], "ants"), Sets, 0, 1, 1));
        Assert.Contains("it has 0 examples of its classes and 20 of the others", mistake.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => SpecialistView.Draw(all.Subset([.. Enumerable.Range(0, 20)], "ants"), Sets, 1, 1, 1));
    }

    [Fact]
    public void It_starts_with_what_the_generalist_says_of_its_classes()
    {
        using var generalist = Generalist();
        using var specialist = SpecialistModel.Start(generalist, Sets, 0);
        using var inputs = rand(6, 3);
        using var quiet = no_grad();
        using var theirs = generalist.call(inputs);
        using var mine = specialist.call(inputs);
        Assert.Equal(["bee", "dog", SpecialistSource.Dustbin], specialist.ClassNames);
        using var expected = stack([theirs[.., 1], theirs[.., 3], ((theirs[.., 0] + theirs[.., 2]) / 2) + Math.Log(2)], 1);
        Assert.True(expected.allclose(mine, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void A_full_softmax_is_corrected_by_the_same_odds_in_every_class_that_is_not_its_own()
    {
        using var specialist = Generalist();
        using var inputs = rand(6, 3);
        using var quiet = no_grad();
        using var before = specialist.call(inputs);
        SpecialistModel.CorrectOthers(specialist, Sets, 0, ownShare: 0.2);
        using var after = specialist.call(inputs);
        using var expected = before + tensor(new[] { (float)Math.Log(4), 0, (float)Math.Log(4), 0 });
        Assert.True(expected.allclose(after, rtol: 1e-5, atol: 1e-6));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialistModel.CorrectOthers(specialist, Sets, 0, 1));
    }

    [Fact]
    public void The_dustbin_is_corrected_by_the_odds_of_the_rest()
    {
        using var generalist = Generalist();
        using var specialist = SpecialistModel.Start(generalist, Sets, 0);
        using var inputs = rand(6, 3);
        using var quiet = no_grad();
        using var before = specialist.call(inputs);
        SpecialistModel.CorrectDustbin(specialist, ownShare: 0.2);
        using var after = specialist.call(inputs);
        using var difference = after - before;
        using var expected = tensor(new[] { 0f, 0f, MathF.Log(4) }).expand(6, 3);
        Assert.True(difference.allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialistModel.CorrectDustbin(specialist, 0));
    }

    [Fact]
    public void A_generalist_of_other_classes_is_refused()
    {
        using var generalist = Generalist();
        var mistake = Assert.Throws<DistillException>(() => SpecialistModel.Start(generalist, new ClassSets(5, [[1]]), 0));
        Assert.Contains("has 4 classes, and the specialists' sets are of 5", mistake.Message, StringComparison.Ordinal);
    }

    private static Classifier Generalist() => Classifier.Build(
        new ModelSpec(ExampleShape.Features(3), ["ant", "bee", "cat", "dog"], Normalisation.None, new MlpSpec { Widths = [7] }), seed: 3);
}
