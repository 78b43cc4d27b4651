using CsCheck;
using Distill.Onnx.Export.Quantisation;

namespace Distill.Onnx.Tests.Export.Quantisation;

public sealed class NibbleTests
{
    [Theory]
    [InlineData(9, 9)]
    [InlineData(64, 64)]
    [InlineData(144, 48)]
    [InlineData(288, 48)]
    [InlineData(1600, 64)]
    [InlineData(784, 56)]
    // No equal blocks of 16 or more.
    [InlineData(127, 127)]
    public void BlocksDivideARow(int rowLength, int block) => Assert.Equal(block, QuantisedNibbles.BlockOf(rowLength));

    [Fact]
    public void WeightsAreTheNearestOfTheirBlock() =>
        Gen.Select(Gen.Double[-1, 1].Array[3 * 7], Gen.Double[-9, 9]).Sample((drawn, size) =>
        {
            double[] weights = [.. drawn.Select(number => number * Math.Pow(10, size))];
            var nibbles = QuantisedNibbles.Of(weights, rowLength: 7);
            Assert.Equal((7, 3, 11), (nibbles.Block, nibbles.Scales.Length, nibbles.Packed.Length));
            for (var i = 0; i < weights.Length; i++)
            {
                var stored = ((nibbles.Packed[i % 11] >> (4 * (i / 11))) & 15) - 8;
                var scale = (double)nibbles.Scales[i / 7] * nibbles.Factor;
                Assert.InRange(stored, -7, 7);
                // A scale has eleven bits, so the largest of a block may be cut off by a little.
                Assert.InRange(Math.Abs(weights[i] - (stored * scale)), 0, scale * 0.51);
            }
        });

    [Fact]
    public void ZerosStayZeros()
    {
        var nibbles = QuantisedNibbles.Of(new double[6], rowLength: 3);
        Assert.All(nibbles.Packed, pair => Assert.Equal(0x88, pair));
        Assert.All(nibbles.Scales, scale => Assert.Equal(Half.One, scale));
    }
}
