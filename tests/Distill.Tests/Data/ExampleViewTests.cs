using Distill.Data;
using static TorchSharp.torch;

namespace Distill.Tests.Data;

public sealed class ExampleViewTests
{
    [Fact]
    public void ReadGivesTheExamplesLabelsAndRowsOfTheView()
    {
        var shape = new ExampleShape(2, 3, 4);
        var source = Samples.Pixels(10, shape);
        var view = new ExampleView(source).Subset([7, 2, 9], "part");

        using var batch = view.Read([2, 0]);

        Assert.Equal([2L, 2, 3, 4], batch.Inputs.shape);
        Assert.Equal(ScalarType.Byte, batch.Inputs.dtype);
        Assert.Equal([9L, 7L], batch.Rows.ToArray());
        Assert.Equal([0L, 1L], batch.Labels.data<long>().ToArray());
        var expected = new byte[shape.Size];
        source.CopyExamples([7], expected);
        Assert.Equal(expected, batch.Inputs[1].data<byte>().ToArray());
    }

    [Fact]
    public void FeaturesComeAsTwoDimensionalFloats()
    {
        var view = new ExampleView(new ArraySource("mine", [1, 2, 3, 4, 5, 6], [0, -1], ["only"]));

        using var batch = view.Read(0, 2);

        Assert.Equal([2L, 3], batch.Inputs.shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], batch.Inputs.data<float>().ToArray());
        Assert.Equal([0L, -1L], batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void AllRowsHaveOneFingerprintHoweverTheyWereChosen()
    {
        var view = new ExampleView(Samples.Pixels(5, new(1, 2, 2)));

        Assert.Equal(view.Fingerprint, view.Subset([0, 1, 2, 3, 4], "same").Fingerprint);
        Assert.NotEqual(view.Fingerprint, view.Subset([0, 1, 2, 4, 3], "other order").Fingerprint);
        Assert.NotEqual(view.Fingerprint, view.Subset([0, 1, 2, 3], "fewer").Fingerprint);
        Assert.NotEqual(view.Fingerprint, new ExampleView(Samples.Pixels(5, new(1, 2, 2), seed: 2)).Fingerprint);
    }

    [Fact]
    public void FingerprintCoversLabelsAndShape()
    {
        byte[] pixels = [1, 2, 3, 4];
        var one = new ArraySource("a", new(1, 1, 2), pixels, [0, 1], ["x", "y"]);

        Assert.Equal(one.Fingerprint, new ArraySource("b", new(1, 1, 2), pixels, [0, 1], ["x", "z"]).Fingerprint);
        Assert.NotEqual(one.Fingerprint, new ArraySource("a", new(1, 1, 2), pixels, [1, 0], ["x", "y"]).Fingerprint);
        Assert.NotEqual(one.Fingerprint, new ArraySource("a", new(1, 2, 1), pixels, [0, 1], ["x", "y"]).Fingerprint);
    }

    [Fact]
    public void DescendsFromEveryViewThatItIsAPartOf()
    {
        var all = new ExampleView(Samples.Pixels(6, new(1, 2, 2)));
        var half = all.Subset([1, 3, 5], "half");
        var one = half.Subset([2], "one");

        Assert.Equal(5, one.Row(0));
        Assert.True(one.DescendsFrom(all.Fingerprint));
        Assert.True(one.DescendsFrom(half.Fingerprint));
        Assert.True(one.DescendsFrom(one.Fingerprint));
        Assert.False(half.DescendsFrom(one.Fingerprint));
        Assert.False(one.DescendsFrom(all.Subset([1, 3], "other").Fingerprint));
    }

    [Fact]
    public void LabelsAndCountsFollowTheView()
    {
        var view = new ExampleView(Samples.Labelled(3, 2, 0, -1, 2, 2)).Subset([4, 2, 1, 0], "part");

        Assert.Equal([2L, -1, 0, 2], view.Labels());
        Assert.Equal([1, 0, 2], view.ClassCounts());
    }

    [Fact]
    public void PositionsOutsideAreRefusedAndLeaveNoTensors()
    {
        var view = new ExampleView(Samples.Pixels(3, new(1, 2, 2))).Subset([0, 1], "part");
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read([0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Subset([2], "bad"));
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void ReadingABatchAllocatesNoManagedCopyOfTheInputs()
    {
        var view = new ExampleView(Samples.Pixels(512, new(1, 28, 28)));
        var positions = Enumerable.Range(0, 512).ToArray();
        view.Read(positions).Dispose();

        var before = GC.GetAllocatedBytesForCurrentThread();
        view.Read(positions).Dispose();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 512 * sizeof(long), 512 * sizeof(long) + 2048);
    }
}
