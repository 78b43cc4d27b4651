using CsCheck;
using Distill.Models.Networks;
using Distill.Tests.Libtorch;
using Distill.Tests.Training;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

[Collection(nameof(DefaultGenerator))]
[AllCores]
public sealed class SeededDropoutTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void As_many_numbers_are_dropped_as_the_probability_says_and_the_mean_stays(double probability)
    {
        const int count = 1_000_000;
        using var dropout = new SeededDropout(probability);
        using var input = ones(count);
        using var dropped = dropout.call(input);
        var values = dropped.data<float>().ToArray();

        var deviation = Math.Sqrt(probability * (1 - probability) / count);
        Assert.InRange((double)values.Count(value => value == 0) / count, probability - (5 * deviation), probability + (5 * deviation));
        Assert.All(values.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - probability))) < 1e-5));

        // Neighbours, and places a power of two apart, are dropped independently.
        foreach (var distance in new[] { 1, 2, 16, 256, 1200, 65_536 })
        {
            var both = Enumerable.Range(0, count - distance).Count(i => values[i] == 0 && values[i + distance] == 0);
            var expected = probability * probability;
            var spread = 5 * Math.Sqrt(expected * (1 - expected) / count);
            Assert.InRange((double)both / (count - distance), expected - spread, expected + spread);
        }
    }

    [Fact]
    public void Masks_of_one_training_have_nothing_in_common()
    {
        using var dropout = new SeededDropout(0.5);
        using var input = ones(100_000);
        using var first = dropout.call(input);
        using var second = dropout.call(input);
        using var agree = first.eq(second).sum();
        Assert.InRange(agree.item<long>(), 50_000 - 800, 50_000 + 800);
    }

    [Fact]
    public void The_generator_s_state_decides_the_mask()
    {
        using var dropout = new SeededDropout(0.3);
        using var input = ones(999);
        manual_seed(5);
        using var first = dropout.call(input);
        manual_seed(5);
        using var second = dropout.call(input);
        Assert.True(first.Equals(second));
    }

    [Fact]
    public void A_part_of_a_mask_is_the_same_however_the_mask_is_cut() => Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Long).Sample((first, second, key) =>
    {
        var mask = new DropoutMask(key, 0.5);
        var whole = new float[first + second];
        mask.Fill(whole, 0);
        var (one, two) = (new float[first], new float[second]);
        mask.Fill(one, 0);
        mask.Fill(two, first);
        Assert.Equal(whole.ToList(), [.. one, .. two]);

        var bits = new ushort[first + second];
        mask.Fill(bits, 0);
        Assert.Equal(whole.ToList(), bits.Select(half => BitConverter.UInt32BitsToSingle((uint)half << 16)));
    });

    [Fact]
    public void Gradients_flow_where_numbers_stayed()
    {
        using var dropout = new SeededDropout(0.5);
        using var input = rand(64, 3, requires_grad: true);
        using var output = dropout.call(input);
        output.sum().backward();
        using var expected = output / input;
        Assert.True(input.grad!.allclose(expected));
        Assert.Contains(0f, input.grad.data<float>().ToArray());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void The_type_stays_and_evaluation_changes_nothing(ScalarType type)
    {
        using var dropout = new SeededDropout(0.5);
        using var input = rand(40, 5).to(type);
        using var trained = dropout.call(input);
        Assert.Equal(type, trained.dtype);
        Assert.Equal(input.shape, trained.shape);
        dropout.eval();
        using var evaluated = dropout.call(input);
        Assert.True(evaluated.Equals(input));
    }
}
