using CsCheck;
using Distill.Models;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class NormalisationTests
{
    [Fact]
    public void IsTheNaiveFormulaForBytes() => Gen.Select(Gen.Byte.Array[24], Gen.Double[-1, 1].Array[3], Gen.Double[0.1, 2].Array[3], Gen.Bool).Sample(
        (bytes, means, deviations, one) =>
        {
            using var scope = NewDisposeScope();
            var normalisation = one ? new Normalisation(means[..1], deviations[..1]) : new Normalisation(means, deviations);
            var raw = tensor(bytes).reshape(2, 3, 2, 2);
            var values = normalisation.Apply(raw, ScalarType.Float32).data<float>().ToArray();
            var rounded = normalisation.Apply(raw, ScalarType.BFloat16).to(ScalarType.Float32).data<float>().ToArray();
            for (var i = 0; i < bytes.Length; i++)
            {
                var channel = one ? 0 : i / 4 % 3;
                var expected = ((bytes[i] / 255.0) - means[channel]) / deviations[channel];
                Assert.Equal(expected, values[i], 1e-5);
                Assert.Equal(expected, rounded[i], 1e-5 + (Math.Abs(expected) / 256));
            }

            Assert.Equal(bytes, raw.data<byte>().ToArray());
        }, iter: 100);

    [Theory]
    [InlineData(1, 4, 4)]
    [InlineData(1, 28, 28)]
    [InlineData(3, 5, 7)]
    [InlineData(3, 32, 32)]
    public void BytesGetTheBitsThatLibtorchGivesThem(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var normalisation = new Normalisation([.. Enumerable.Repeat(0.37, channels)], [.. Enumerable.Repeat(0.21, channels)]);
        var raw = randint(0, 256, [9, channels, height, width], ScalarType.Byte);
        var expected = raw.to(ScalarType.Float32).mul_(1 / 255.0 / 0.21).sub_(0.37 / 0.21);

        var values = normalisation.Apply(raw, ScalarType.Float32);
        var rounded = normalisation.Apply(raw, ScalarType.BFloat16);

        Assert.Equal(raw.shape, values.shape);
        Assert.True(values.equal(expected).all().item<bool>());
        Assert.True(rounded.equal(expected.to(ScalarType.BFloat16)).all().item<bool>());
    }

    [Fact]
    public void FeaturesAreNormalisedEachByItsOwnNumbers()
    {
        using var scope = NewDisposeScope();
        var raw = tensor(new[] { 3f, 5f, 1f, -1f }).reshape(2, 2);
        var values = new Normalisation([1, 3], [2, 4]).Apply(raw, ScalarType.Float32);

        Assert.Equal([1f, 0.5f, 0f, -1f], values.data<float>().ToArray());
        Assert.Equal([3f, 5f, 1f, -1f], raw.data<float>().ToArray());
    }

    [Fact]
    public void ImagesOfRealNumbersAreNormalisedPerChannelInTheirOwnUnits()
    {
        using var scope = NewDisposeScope();
        var raw = tensor(new[] { 3f, 5f, 1f, -1f }).reshape(1, 2, 1, 2);

        Assert.Equal([1f, 2f, -0.5f, -1f], new Normalisation([1, 3], [2, 4]).Apply(raw, ScalarType.Float32).data<float>().ToArray());
    }

    [Fact]
    public void NoneLeavesFeaturesAndMakesBytesOneAtMost()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0f, 1f], Normalisation.None.Apply(tensor(new byte[] { 0, 255 }).reshape(1, 1, 1, 2), ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([-7.5f], Normalisation.None.Apply(tensor(new[] { -7.5f }).reshape(1, 1), ScalarType.Float32).data<float>().ToArray());
    }
}
