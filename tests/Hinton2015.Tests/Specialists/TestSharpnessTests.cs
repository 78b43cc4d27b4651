using Distill.Data;
using Hinton2015.Specialists;

namespace Hinton2015.Tests.Specialists;

public sealed class TestSharpnessTests
{
    [Fact]
    public void A_pixel_is_shared_with_its_neighbours_and_the_edge_with_itself()
    {
        var view = View([0, 0, 0, 0, 100, 0, 0, 0, 0], side: 3);
        var smoothed = new byte[9];
        TestSharpness.Smoothed(view, 0.1).CopyExamples(0, 1, smoothed);
        Assert.Equal([1, 8, 1, 8, 64, 8, 1, 8, 1], smoothed);

        TestSharpness.Smoothed(View([100, 0, 0, 0, 0, 0, 0, 0, 0], side: 3), 0.1).CopyExamples(0, 1, smoothed);
        Assert.Equal([81, 9, 0, 9, 1, 0, 0, 0, 0], smoothed);
    }

    [Fact]
    public void Sharpness_is_the_mean_squared_difference_over_the_variance()
    {
        // Neighbours differ by 10 along rows and by 20 along columns: (2 · 100 + 2 · 400) / 4 = 250; 0, 10, 20, 30 vary by 125.
        Assert.Equal(2, TestSharpness.Of(View([0, 10, 20, 30], side: 2)), 1e-12);
        Assert.Equal(0, TestSharpness.Of(View([7, 7, 7, 7], side: 2)));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.12)]
    public void The_weight_that_images_were_smoothed_by_is_found(double weight)
    {
        var images = Noise(seed: 1, count: 200);
        var like = TestSharpness.Smoothed(Noise(seed: 2, count: 200), weight);
        var found = TestSharpness.Weight(images, like);
        Assert.InRange(found, weight - 0.01, weight + 0.01);
        Assert.Equal(TestSharpness.Of(like), TestSharpness.Of(TestSharpness.Smoothed(images, found)), 0.01);
    }

    [Fact]
    public void Images_that_are_no_sharper_stay_as_they_are()
    {
        var images = TestSharpness.Smoothed(Noise(seed: 1, count: 50), 0.1);
        Assert.Equal(0, TestSharpness.Weight(images, Noise(seed: 2, count: 50)));
        Assert.Equal(0, TestSharpness.Weight(images, images));
        Assert.Same(images, TestSharpness.Smoothed(images, 0));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.3, 0.2, 0.3 }, 2, true)]
    [InlineData(new[] { 0.1, 0.3, 0.2, 0.31 }, 2, false)]
    [InlineData(new[] { 0.3, 0.2 }, 2, false)]
    public void A_generalist_has_stopped_when_no_last_epoch_is_better(double[] epochs, int last, bool stopped) =>
        Assert.Equal(stopped, new FinishedGeneralist("", 0, epochs).HasStopped(last));

    private static ExampleView View(byte[] pixels, int side) => new(new ArraySource("image", new ExampleShape(1, side, side), pixels, [0], ["one", "two"]));

    private static ExampleView Noise(int seed, int count)
    {
        var pixels = new byte[count * 144];
        new Random(seed).NextBytes(pixels);
        return new(new ArraySource("noise", new ExampleShape(1, 12, 12), pixels, new int[count], ["one", "two"]));
    }
}
