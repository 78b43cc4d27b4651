using System.Globalization;
using System.Reflection;
using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Tests;

/// <summary>
/// Every calculation with a number gives TorchSharp's own bits, and keeps giving them while a second thread collects all
/// that nothing holds. DISTILL_SCALARS sets how many calls of each kind are made; they are checked one by one.
/// </summary>
public sealed class TensorArithmeticTests
{
    private const int UsualCalls = 10_000;

    /// <summary>Ours and TorchSharp's own, by the signature of ours; the tensor is a copy, so that both may work in place.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Ours, Func<Tensor, Tensor> Plain)> Kinds = new()
    {
        ["Plus(Tensor, Double)"] = (x => x.Plus(0.1), x => x + 0.1),
        ["Plus(Tensor, Tensor)"] = (x => x.Plus(x), x => x + x),
        ["Plus(Tensor, Tensor, Double)"] = (x => x.Plus(x, 0.1), x => x.add(x, 0.1)),
        ["Minus(Tensor, Double)"] = (x => x.Minus(0.1), x => x - 0.1),
        ["Times(Tensor, Double)"] = (x => x.Times(0.1), x => x * 0.1),
        ["DividedBy(Tensor, Double)"] = (x => x.DividedBy(3), x => x / 3.0),
        ["Within(Tensor, Double, Double)"] = (x => x.Within(-0.4, 0.3), x => x.clamp(-0.4, 0.3)),
        ["NoLessThan(Tensor, Double)"] = (x => x.NoLessThan(0.1), x => x.clamp_min(0.1)),
        ["IsAtLeast(Tensor, Double)"] = (x => x.IsAtLeast(0.1), x => x.ge(0.1)),
        ["IsAtMost(Tensor, Double)"] = (x => x.IsAtMost(0.1), x => x.le(0.1)),
        ["Add(Tensor, Double)"] = (x => x.Add(0.1), x => x.add_(0.1)),
        ["Add(Tensor, Tensor)"] = (x => x.Add(x), x => x.add_(x)),
        ["Increment(Tensor)"] = (x => x.Increment(), x => x.add_(1)),
        ["Subtract(Tensor, Double)"] = (x => x.Subtract(0.1), x => x.sub_(0.1)),
        ["MultiplyBy(Tensor, Double)"] = (x => x.MultiplyBy(0.1), x => x.mul_(0.1)),
        ["DivideBy(Tensor, Double)"] = (x => x.DivideBy(3), x => x.div_(3.0)),
        ["HoldWithin(Tensor, Double, Double)"] = (x => x.HoldWithin(-0.4, 0.3), x => x.clamp_(-0.4, 0.3)),
        ["Filled(Int64[], Double, ScalarType, Device)"] =
            (x => TensorArithmetic.Filled(x.shape, 0.1, x.dtype), x => full(x.shape, 0.1, dtype: x.dtype)),
        ["Alike(Tensor, Double)"] = (x => x.Alike(0.1), x => tensor(0.1, x.dtype)),
        ["Weighted(Tensor, Double)"] = (x => Held(x.sum(), sum => sum.Weighted(0.1)), x => Held(x.sum(), sum => Held(tensor(0.1, x.dtype), factor => sum.mul(factor)))),
        ["Counted(Int64, Device)"] = (x => TensorArithmetic.Counted(x.numel()), x => arange(x.numel())),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Fact]
    public void EveryMethodIsTried() => Assert.Equal(
        typeof(TensorArithmetic).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})").Order(),
        Kinds.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBitsAreThoseOfTorchSharp(string kind)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16 })
        {
            using var scope = NewDisposeScope();
            var (ours, plain) = (Kinds[kind].Ours(Numbers().to(type)), Kinds[kind].Plain(Numbers().to(type)));

            Assert.Equal(plain.dtype, ours.dtype);
            Assert.Equal(plain.shape, ours.shape);
            Assert.Equal(plain.bytes, ours.bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBitsStayTheSameDuringCollections(string kind)
    {
        using var numbers = Numbers();
        RepeatDuringCollections(numbers, Kinds[kind].Ours);
    }

    [Fact]
    public void BatchNormalisationCountsItsBatchesDuringCollections()
    {
        using var layer = new BatchNormalisation(2);
        using var images = Numbers().view(2, 2, 5, 5);
        layer.train();

        var calls = RepeatDuringCollections(images, layer.call);

        Assert.Equal(calls, layer.num_batches_tracked!.item<long>());
    }

    private static int RepeatDuringCollections(Tensor numbers, Func<Tensor, Tensor> calculate)
    {
        var calls = int.TryParse(Environment.GetEnvironmentVariable("DISTILL_SCALARS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? wanted : UsualCalls;
        byte[]? expected = null;
        using var done = new CancellationTokenSource();
        var made = 0;
        var collector = new Thread(() => Collect(() => Volatile.Read(ref made), done.Token)) { IsBackground = true };
        collector.Start();
        try
        {
            for (var call = 0; call < calls; call++)
            {
                using var copy = numbers.clone();
                using var result = calculate(copy);
                expected ??= [.. result.bytes];
                Assert.True(result.bytes.SequenceEqual(expected), $"call {call} of {calls} gave other bits than the first");
                Volatile.Write(ref made, call + 1);
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }

        return calls;
    }

    // One collection a call at most, and a rest: a thread that collects without end keeps the other from getting on at all where every core is idle.
    private static void Collect(Func<int> made, CancellationToken done)
    {
        var seen = -1;
        while (!done.IsCancellationRequested)
        {
            if (made() is var now && now != seen)
            {
                seen = now;
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            }

            Thread.Sleep(1);
        }
    }

    private static Tensor Numbers() => linspace(-1, 1, 100);

    // A tensor that nothing holds may be freed while libtorch reads it.
    private static Tensor Held(Tensor tensor, Func<Tensor, Tensor> use)
    {
        using (tensor)
        {
            return use(tensor);
        }
    }
}
