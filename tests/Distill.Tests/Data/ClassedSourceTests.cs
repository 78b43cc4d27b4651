using Distill.Data;

namespace Distill.Tests.Data;

public sealed class ClassedSourceTests
{
    private static readonly ArraySource Unlabelled = new("rows", [1f, 2, 3, 4], [-1, -1], []);

    [Fact]
    public void ExamplesStayAndClassesAreThoseNamed()
    {
        var view = new ExampleView(new ClassedSource(Unlabelled, ["cat", "dog"]));

        using var batch = view.Read(0, 2);
        Assert.Equal([1f, 2, 3, 4], batch.Inputs.data<float>().ToArray());
        Assert.Equal([-1L, -1], view.Labels());
        Assert.Equal(["cat", "dog"], view.ClassNames);
        Assert.Equal([0, 0], view.ClassCounts());
        Assert.Equal(0, view.Labelled().Count);
    }

    [Fact]
    public void TheNumberOfClassesDecidesTheFingerprint()
    {
        var two = new ClassedSource(Unlabelled, ["cat", "dog"]).Fingerprint;

        Assert.Equal(two, new ClassedSource(Unlabelled, ["no", "yes"]).Fingerprint);
        Assert.NotEqual(two, new ClassedSource(Unlabelled, ["cat", "dog", "fox"]).Fingerprint);
        Assert.NotEqual(two, Unlabelled.Fingerprint);
    }

    [Fact]
    public void ASourceWithClassesIsRefused() =>
        Assert.Throws<ArgumentException>(() => new ClassedSource(new ArraySource("rows", [1f, 2], [0, -1], ["cat"]), ["cat", "dog"]));
}
