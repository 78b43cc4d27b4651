using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Compares what the layers of a network compute, forward and backward, with double precision, for which libtorch takes
/// other code: no oneDNN, no blocked layouts. A fault of that code on one kind of processor shows as a difference that
/// rounding does not explain.
/// </summary>
internal static class LayerCheck
{
    private const double SingleTolerance = 1e-3;
    private const double HalfTolerance = 3e-2;

    // A whole network has kinks, at which rounding decides which way a gradient goes.
    private const double NetworkTolerance = 5e-2;

    // Somewhat more than float32 rounds a sum of some hundred numbers, and how often it is tried which way this drives the network.
    private const double Noise = 1e-6;
    private const int NoisyRuns = 6;

    /// <summary>The largest deviation of any layer, measured against its tolerance; none where this system cannot compare.</summary>
    /// <param name="network">In evaluation mode; afterwards as it was.</param>
    /// <param name="input">A few examples as the network takes them, in the type of its products.</param>
    /// <param name="learns">Whether gradients are compared, too.</param>
    /// <param name="passesGradientsOn">Whether the gradient of the input matters, as where something before the network learns.</param>
    public static LayerDeviation Of(nn.Module<Tensor, Tensor> network, Tensor input, bool learns, bool passesGradientsOn = false)
    {
        if (!TensorData.CanReplace)
        {
            return LayerDeviation.None;
        }

        using var scope = NewDisposeScope();
        using var kept = new KeptGenerator();
        using var alone = FirstUse.Alone();
        var layers = LayersOf(network, input, learns, passesGradientsOn);
        if (learns && layers.FirstOrDefault(layer => OverrunningConvolution.Is(layer.Layer, layer.Input)) is { } overrunning)
        {
            return LayerDeviation.Overrun(overrunning.Name);
        }

        return layers.Select(layer => Of(layer, learns))
            .Append(IsSingle(network, input) ? OfWhole(network, input, learns) : LayerDeviation.None)
            .MaxBy(deviation => deviation.Excess)!;
    }

    // Texts are bytes in every precision.
    private static bool IsSingle(nn.Module<Tensor, Tensor> network, Tensor input) =>
        input.is_floating_point() ? input.dtype == ScalarType.Float32 : network.parameters().All(parameter => parameter.dtype == ScalarType.Float32);

    private static IReadOnlyList<LayerInput> LayersOf(nn.Module<Tensor, Tensor> network, Tensor input, bool learns, bool passesGradientsOn)
    {
        var start = input.detach();
        if (learns && passesGradientsOn && start.is_floating_point())
        {
            start.requires_grad_();
        }

        return LayerInput.Of(network, start, learns);
    }

    private static LayerDeviation Of(LayerInput layer, bool learns)
    {
        var tolerance = layer.Input.dtype == ScalarType.Float32 ? SingleTolerance : HalfTolerance;
        return Compared(layer.Name, layer.Layer, layer.Input, learns, layer.PassesGradientsOn, (found, right, scale) => new(
            "", "", Differences.Largest(found, right, scale), tolerance));
    }

    // What the layers' own comparison does not reach: operations between layers, and modules that call no layer. Not the
    // gradient of the input: where two pixels of a pool are equal, rounding decides which of them gets it.
    private static LayerDeviation OfWhole(nn.Module<Tensor, Tensor> network, Tensor input, bool learns) =>
        Compared("the whole network", network, input, learns, passesGradientsOn: false, (found, right, _) => new(
            "", "", Differences.OfNorm(found, right), NetworkTolerance));

    private static LayerDeviation Compared(
        string name, nn.Module<Tensor, Tensor> module, Tensor input, bool learns, bool passesGradientsOn, Func<Tensor, Tensor, double, LayerDeviation> compare)
    {
        using var scope = NewDisposeScope();
        var gradients = new List<Tensor>();
        var right = Reference(module, input, learns, passesGradientsOn, seed: 1, gradients);
        if (right is null)
        {
            return LayerDeviation.None;
        }

        var scale = Math.Max(Differences.LargestNumber(input), gradients.Select(Differences.LargestNumber).DefaultIfEmpty(0).Max());
        var worst = LayerDeviation.None;
        for (var round = 0; round < 2; round++)
        {
            UsedMemory.Leave(LargestTensor(module, input, right));
            random.manual_seed(1);
            var found = LayerNumbers.Of(module, input, passesGradientsOn, learns ? answer => Like(gradients[0], answer) : null);
            foreach (var ((quantity, value), (_, wanted)) in found.Zip(right))
            {
                var deviation = compare(value, wanted, scale) with { Layer = name, Quantity = quantity };
                worst = deviation.Excess > worst.Excess ? deviation : worst;
            }
        }

        return worst.IsRounding || !(IsRandom(module, input, right) || IsSteep(module, input, learns, passesGradientsOn, right, worst)) ? worst : LayerDeviation.None;
    }

    // A network that rounds its values, or many that are equal, goes other ways by less than float32 can tell: double precision itself, with so
    // little noise on what its layers answer, then deviates as far. Nothing can be compared there; its layers are, one by one.
    private static bool IsSteep(
        nn.Module<Tensor, Tensor> module, Tensor input, bool learns, bool passesGradientsOn, IReadOnlyList<(string Quantity, Tensor Value)> right, LayerDeviation worst)
    {
        if (!input.is_floating_point() || input.dtype != ScalarType.Float32 || double.IsInfinity(worst.Value))
        {
            return false;
        }

        var place = right.Index().First(number => number.Item.Quantity == worst.Quantity).Index;
        for (var run = 1; run <= NoisyRuns; run++)
        {
            if (Reference(module, input, learns, passesGradientsOn, seed: 1, [], run) is { } noisy && Differences.OfNorm(noisy[place].Value, right[place].Value) >= worst.Value / 2)
            {
                return true;
            }
        }

        return false;
    }

    private static long LargestTensor(nn.Module<Tensor, Tensor> module, Tensor input, IReadOnlyList<(string Quantity, Tensor Value)> numbers) =>
        numbers.Select(number => number.Value.numel()).Concat(module.parameters().Select(parameter => parameter.numel())).Append(input.numel()).Max();

    /// <summary>The same in double precision; null where the module does not take it, as one that names a type does not.</summary>
    private static IReadOnlyList<(string Quantity, Tensor Value)>? Reference(
        nn.Module<Tensor, Tensor> module, Tensor input, bool learns, bool passesGradientsOn, long seed, List<Tensor> gradients, int noisyRun = 0)
    {
        using var noisy = noisyRun == 0 ? null : new NoisyLayers(module, Noise);
        using var wide = new DoublePrecision(module);
        random.manual_seed(noisyRun == 0 ? seed : noisyRun);
        try
        {
            return LayerNumbers.Of(module, input.is_floating_point() ? input.to(ScalarType.Float64) : input, passesGradientsOn, learns ? answer => Drawn(answer) : null);
        }
        catch (Exception error) when (error is System.Runtime.InteropServices.ExternalException or ArgumentException or InvalidOperationException)
        {
            return null;
        }

        Tensor Drawn(Tensor answer)
        {
            // The same whatever noise was drawn before.
            random.manual_seed(seed);
            // In the layer's own type first, so that both passes start from the same numbers.
            var drawn = randn(answer.shape, ScalarType.Float32).to(input.is_floating_point() ? input.dtype : ScalarType.Float32);
            gradients.Add(drawn);
            return Like(drawn, answer);
        }
    }

    private static Tensor Like(Tensor values, Tensor answer)
    {
        var laid = empty_like(answer.detach());
        return laid.copy_(values);
    }

    // A module that draws random numbers in evaluation mode has no one answer to compare.
    private static bool IsRandom(nn.Module<Tensor, Tensor> module, Tensor input, IReadOnlyList<(string Quantity, Tensor Value)> right) =>
        Reference(module, input, learns: false, passesGradientsOn: false, seed: 2, []) is not { } again || Differences.OfNorm(again[0].Value, right[0].Value) > SingleTolerance;
}
