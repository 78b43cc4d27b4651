using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CsCheck;
using Distill.Tests.Libtorch;
using Distill.Training.Optimizers;
using Distill.Training.Optimizers.Rules;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Distill.Tests.Training;

/// <summary>Our updates against TorchSharp's optimizers, step by step from the same gradients.</summary>
[AllCores]
public sealed class OptimizerTests
{
    private const int Steps = 12;

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0.9, 0.01, false)]
    [InlineData(0.5, 0.01, true)]
    [InlineData(0, 0.1, false)]
    public void SgdIsTorchSharps(double momentum, double decay, bool nesterov) => Compare(
        new SgdOptions { Momentum = momentum, Nesterov = nesterov },
        0.1,
        decay,
        weight => torch.optim.SGD([weight], 0.1, momentum: momentum, weight_decay: decay, nesterov: nesterov));

    [Theory]
    [InlineData(0.9, 0.999, 0)]
    [InlineData(0.8, 0.9, 0.05)]
    public void AdamIsTorchSharps(double beta1, double beta2, double decay) => Compare(
        new AdamOptions { Beta1 = beta1, Beta2 = beta2 },
        0.01,
        decay,
        weight => torch.optim.Adam([weight], 0.01, beta1, beta2, 1e-8, decay));

    [Theory]
    [InlineData(0.9, 0.999, 0)]
    [InlineData(0.8, 0.9, 0.05)]
    public void AdamWIsTorchSharps(double beta1, double beta2, double decay) => Compare(
        new AdamWOptions { Beta1 = beta1, Beta2 = beta2 },
        0.01,
        decay,
        weight => torch.optim.AdamW([weight], 0.01, beta1, beta2, 1e-8, decay));

    [Fact]
    public void Bf16GradientsAreReadAndTheWorkingCopyRoundedAsLibtorchDoes()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var weights = randn(1000, generator: generator);
        var gradient = randn(1000, generator: generator).to(ScalarType.BFloat16);
        var working = zeros(1000, ScalarType.BFloat16);
        var expected = weights - gradient.to(ScalarType.Float32) * 0.5f;

        new SgdOptions { Momentum = 0 }.Update(
            new ParameterSlice
            {
                Weights = Floats(weights),
                Bf16Gradient = MemoryMarshal.Cast<byte, ushort>(gradient.bytes),
                Working = MemoryMarshal.Cast<byte, ushort>(working.bytes),
            },
            new UpdateSettings(0.5, 0, 1, 1));

        Assert.True(weights.equal(expected).all().item<bool>());
        Assert.True(working.equal(expected.to(ScalarType.BFloat16)).all().item<bool>());
    }

    [Fact]
    public void AnyFloatIsRoundedToBf16AsLibtorchDoes() => Gen.UInt.Array[16].Sample(bits =>
    {
        using var values = tensor(MemoryMarshal.Cast<uint, float>(bits).ToArray());
        using var expected = values.to(ScalarType.BFloat16);
        var actual = new ushort[16];
        Bf16.Narrow(Vector512.Create<float>(MemoryMarshal.Cast<uint, float>(bits))).CopyTo(actual);
        var reference = MemoryMarshal.Cast<byte, ushort>(expected.bytes).ToArray();
        for (var i = 0; i < 16; i++)
        {
            var isNan = float.IsNaN(BitConverter.UInt32BitsToSingle(bits[i]));
            Assert.True(isNan ? (actual[i] & 0x7FFF) > 0x7F80 : actual[i] == reference[i], $"{bits[i]:X8} became {actual[i]:X4}, not {reference[i]:X4}");
        }
    });

    [Fact]
    public void TheCutIntoPartsChangesNoBit() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 200], Gen.Int).Sample((count, cut, seed) =>
        {
            cut = Math.Min(cut, count);
            var random = new Random(seed);
            var whole = Problem.Random(count, random);
            var parts = whole.Copy();
            var options = new AdamWOptions();
            var settings = new UpdateSettings(0.01, 0.1, 0.7f, 3);

            options.Update(whole.Slice, settings);
            options.Update(parts.Slice.Part(0, cut), settings);
            options.Update(parts.Slice.Part(cut, count - cut), settings);

            Assert.Equal(whole.Weights, parts.Weights);
            Assert.Equal(whole.State1, parts.State1);
            Assert.Equal(whole.State2, parts.State2);
            Assert.Equal(whole.Working, parts.Working);
        });

    private static void Compare(OptimizerOptions options, double rate, double decay, Func<Parameter, torch.optim.Optimizer> reference)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var start = randn(1003, generator: generator);
        var ours = start.clone();
        var theirs = new Parameter(start.clone());
        using var optimizer = reference(theirs);
        var state1 = zeros(1003);
        var state2 = zeros(1003);
        for (var step = 1; step <= Steps; step++)
        {
            var gradient = randn(1003, generator: generator);
            theirs.grad = gradient.clone();
            optimizer.step();

            options.Update(
                new ParameterSlice
                {
                    Weights = Floats(ours),
                    Gradient = Floats(gradient),
                    State1 = options.StateNames.Count > 0 ? Floats(state1) : default,
                    State2 = options.StateNames.Count > 1 ? Floats(state2) : default,
                },
                new UpdateSettings(rate, decay, 1, step));

            var difference = (ours - theirs.detach()).abs().max().item<float>();
            Assert.True(difference <= 2e-6, $"step {step}: {difference}");
        }

        Assert.True((ours - start).abs().max().item<float>() > 0.01f);
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private sealed record Problem(float[] Weights, float[] Gradient, float[] State1, float[] State2, ushort[] Working)
    {
        public ParameterSlice Slice => new() { Weights = Weights, Gradient = Gradient, State1 = State1, State2 = State2, Working = Working };

        public static Problem Random(int count, Random random) => new(
            Draw(count, random), Draw(count, random), Draw(count, random), [.. Draw(count, random).Select(MathF.Abs)], new ushort[count]);

        public Problem Copy() => new([.. Weights], [.. Gradient], [.. State1], [.. State2], [.. Working]);

        private static float[] Draw(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
