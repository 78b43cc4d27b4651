using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export.Layers;
using Distill.Onnx.Export.Quantisation;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Tuning;

/// <summary>
/// The steps of a file of integers as a network that learns: the same folded weights, rounded the same, and in int8 the same values rounded at the
/// same places to the same ranges.
/// What it answers is what the file will, but for the order of sums.
/// </summary>
internal sealed class IntegerNetwork : nn.Module<Tensor, Tensor>
{
    private readonly LayerGraph graph;
    private readonly Dictionary<string, RoundedLayer> layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rounding> roundings = new(StringComparer.Ordinal);
    private readonly ChannelsLast? layout;

    /// <param name="graph">The steps; it is not changed.</param>
    /// <param name="ranges">Of its values; null for a file that rounds weights alone.</param>
    /// <param name="options">What the file is to be.</param>
    /// <param name="spec">Of the model that the steps are of; null for a network of the caller's.</param>
    /// <exception cref="DistillException">A step has no form that learns.</exception>
    public IntegerNetwork(LayerGraph graph, IReadOnlyDictionary<string, ValueRange>? ranges, OnnxExportOptions options, ModelSpec? spec)
        : base(nameof(IntegerNetwork))
    {
        (this.graph, Options, Origin) = (graph, options, spec);
        Values = ranges is null ? null : new RoundedValues(graph, ranges);
        foreach (var step in graph.Operations)
        {
            if (step is Weighted weighted)
            {
                var layer = layers[step.Name] = new RoundedLayer(
                    weighted, Values is null ? new Int4Rounding(weighted) : new Int8Rounding(weighted, Values.RangeOf(step.Input).Scale));
                // libtorch allows no dots in the names of modules.
                register_module($"layer{layers.Count}", layer);
            }
            else if (step is not (Scaling or Rectifier or MaxPooling or GlobalMean or Flattening or Sum))
            {
                throw new DistillException($"The layer '{step.Name}' cannot be trained as integers; only layers of images and of features can.");
            }
        }

        if (graph.InputShape.Length == 3)
        {
            layout = new ChannelsLast();
            register_module(nameof(layout), layout);
        }
    }

    /// <summary>What the file is to be.</summary>
    public OnnxExportOptions Options { get; }

    /// <summary>The specification of the model that it was made from; null for a network of the caller's.</summary>
    public ModelSpec? Origin { get; }

    /// <summary>Which values are rounded, and to which range; null where none is.</summary>
    public RoundedValues? Values { get; }

    /// <summary>The steps with the weights as they are now.</summary>
    public LayerGraph Trained()
    {
        var trained = new LayerGraph(graph.Input, graph.InputShape);
        foreach (var step in graph.Operations)
        {
            trained.Add(layers.TryGetValue(step.Name, out var layer) ? layer.Trained() : step);
        }

        return trained;
    }

    /// <param name="input">What an application feeds, as floats.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var made = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [graph.Input] = input };
        var read = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var step in graph.Operations)
        {
            made[step.Name] = Step(step, [.. step.Inputs.Select(value => Values?.IsRounded(value, step) == true ? Rounded(value) : made[value])]);
        }

        return made[graph.Output].MoveToOuterDisposeScope();

        // What rearranges or picks rounded numbers makes rounded ones.
        Tensor Rounded(string value) => graph.Find(value) is Flattening or MaxPooling ? made[value]
            : read.TryGetValue(value, out var known) ? known
            : read[value] = RoundedTensor.Of(made[value], RoundingOf(value, made[value]));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var rounding in roundings.Values)
            {
                rounding.Scale.Dispose();
            }

            roundings.Clear();
        }

        base.Dispose(disposing);
    }

    private Tensor Step(Operation step, Tensor[] inputs) => step switch
    {
        // Rounding an image of one channel forgets which layout it has.
        Convolution => layers[step.Name].call(layout!.call(inputs[0])),
        Weighted => layers[step.Name].call(inputs[0]),
        Scaling scaling => Scaled(scaling, inputs[0]),
        Rectifier => inputs[0].relu(),
        MaxPooling { Window: var window } pooling => nn.functional.max_pool2d(inputs[0], window.Kernel, window.Stride, window.Padding, window.Dilation, pooling.RoundUp),
        GlobalMean => inputs[0].mean([2L, 3L], keepdim: true),
        Flattening => inputs[0].flatten(1),
        Sum => inputs[0].Plus(inputs[1]),
        _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
    };

    private static Tensor Scaled(Scaling scaling, Tensor input)
    {
        using var factor = Wide(scaling.Factor);
        using var shift = Wide(scaling.Shift);
        return input.mul(factor).Plus(shift);

        Tensor Wide(double[] numbers) =>
            tensor(numbers, [numbers.Length, .. Enumerable.Repeat(1L, scaling.Shape.Length - 1)], ScalarType.Float32, input.device).to(input.dtype);
    }

    // Kept, because a step makes no number that another needs.
    private Rounding RoundingOf(string value, Tensor numbers)
    {
        if (!roundings.TryGetValue(value, out var rounding) || rounding.Scale.device_type != numbers.device_type)
        {
            var range = Values!.RangeOf(value);
            rounding = roundings[value] = new(tensor(range.Scale, ScalarType.Float32, numbers.device).DetachFromDisposeScope(), range.ZeroPoint, byte.MinValue, byte.MaxValue);
        }

        return rounding;
    }
}
