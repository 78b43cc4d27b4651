using Distill.Models.Networks;
using Distill.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Layers;

/// <summary>Turns the layers of a network, walked in order, into the steps that they take in evaluation.</summary>
/// <param name="graph">Where steps go.</param>
/// <param name="textBytes">The longest text that is read; 0 where the network takes none.</param>
internal sealed class LayerTranslator(LayerGraph graph, int textBytes = 0)
{
    /// <summary>Adds the steps of a layer.</summary>
    /// <param name="layer">A layer, or layers in sequence.</param>
    /// <param name="path">Its place in the model; empty for the whole network.</param>
    /// <param name="input">The value that it reads.</param>
    /// <returns>The value that it makes.</returns>
    /// <exception cref="DistillException">A layer of this kind, or with these settings, cannot be exported.</exception>
    public string Translate(nn.Module layer, string path, string input) => layer switch
    {
        Sequential layers when layer.GetType() == typeof(Sequential) => layers.named_children().Aggregate(input, (value, child) => Translate(child.module, Below(path, child.name), value)),
        ResidualBlock block => Residual(block, path, input),
        PieceTransformer transformer => new TransformerTranslator(graph, this).Translate(transformer, Name(path, transformer), input),
        PieceVectors pieces => Pieces(pieces, Name(path, pieces), input),
        HashedBag bag => graph.Add(Bag(bag, Name(path, bag), input)),
        Linear linear => graph.Add(Linear(linear, Name(path, linear), input)),
        Conv2d convolution => graph.Add(ConvolutionLayer.Translate(convolution, Name(path, convolution), input, graph.ShapeOf(input))),
        BatchNorm2d or BatchNormalisation => graph.Add(BatchNorm((NormBase)layer, Name(path, layer), input)),
        ReLU => graph.Add(new Rectifier(Name(path, layer), [input], graph.ShapeOf(input))),
        MaxPool2d pooling => graph.Add(MaxPool(pooling, Name(path, pooling), input)),
        AdaptiveAvgPool2d mean => graph.Add(Mean(mean, Name(path, mean), input)),
        Flatten flatten => Flat(flatten, path, input),
        // Neither changes a number in evaluation: dropout drops nothing, and the layout is one of libtorch's memory.
        Dropout or SeededDropout or ChannelsLast => input,
        _ => throw new DistillException(
            $"The layer '{path}' is a {layer.GetType().Name}, which cannot be exported. Known are Sequential, Linear, Conv2d, BatchNorm2d, ReLU, "
            + "MaxPool2d, AdaptiveAvgPool2d to one pixel, Flatten, Dropout and the residual blocks of Distill.NET."),
    };

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private string Name(string path, nn.Module layer) => graph.Unused(path.Length == 0 ? layer.GetType().Name : path);

    private string Residual(ResidualBlock block, string path, string input)
    {
        var parts = block.named_children().ToDictionary(child => child.name, child => child.module, StringComparer.Ordinal);
        string Part(string name, string value) => Translate(parts[name], Below(path, name), value);

        var first = Part("norm1", Part("conv1", input));
        var rectified = graph.Add(new Rectifier(graph.Unused(Below(path, "relu1")), [first], graph.ShapeOf(first)));
        var second = Part("norm2", Part("conv2", rectified));
        var carried = parts.ContainsKey("shortcut") ? Part("shortcut", input) : input;
        var sum = graph.Add(new Sum(graph.Unused(Below(path, "add")), [second, carried], graph.ShapeOf(second)));
        return graph.Add(new Rectifier(graph.Unused(Below(path, "relu2")), [sum], graph.ShapeOf(sum)));
    }

    private BagOfNGrams Bag(HashedBag layer, string name, string input)
    {
        Require(input == graph.Input, name, "reads texts, but is not the first layer");
        return new BagOfNGrams(name, [input], layer.Spec, textBytes, [.. TensorNumbers.Of(layer.Table), .. new double[layer.Spec.Dimensions]]);
    }

    private string Pieces(PieceVectors layer, string name, string input)
    {
        Require(input == graph.Input, name, "reads texts, but is not the first layer");
        var (spec, padding) = (layer.Spec, layer.Vocabulary.PaddingRow);
        var table = TensorNumbers.Of(layer.Table);
        table.AsSpan(padding * spec.Dimensions, spec.Dimensions).Clear();
        var rows = graph.Add(new PieceRows(name, [input], spec, table, padding));
        if (spec.Kernels.Count == 0)
        {
            return rows;
        }

        var values = layer.Convolutions.Select((convolution, i) => graph.Add(
            ConvolutionLayer.Translate(convolution, graph.Unused($"{name}.kernel{spec.Kernels[i]}"), rows, [spec.Dimensions, spec.Length, 1]) with
            {
                Shape = [spec.Filters, PieceRows.PiecesShape, 1],
            })).ToList();
        return graph.Add(new LargestAlong(graph.Unused($"{name}.largest"), [.. values, input], spec, padding));
    }

    /// <summary>The step of a linear layer.</summary>
    public Product Linear(Linear layer, string name, string input)
    {
        Require(
            graph.ShapeOf(input) is [var size] && size == layer.in_features,
            name, $"reads rows of {layer.in_features} numbers, but gets {Text(graph.ShapeOf(input))}");
        return new Product(name, [input], TensorNumbers.Of(layer.weight!), TensorNumbers.Of(layer.bias, layer.out_features, 0));
    }

    private Scaling BatchNorm(NormBase layer, string name, string input)
    {
        Require(layer.track_running_stats, name, "keeps no running statistics, so that its result depends on the batch");
        Require(graph.ShapeOf(input) is [var channels, _, _] && channels == layer.num_features, name, $"has {layer.num_features} channels, but gets {Text(graph.ShapeOf(input))}");
        var (mean, variance) = (TensorNumbers.Of(layer.running_mean!), TensorNumbers.Of(layer.running_var!));
        var factor = TensorNumbers.Of(layer.weight, layer.num_features, 1);
        var shift = TensorNumbers.Of(layer.bias, layer.num_features, 0);
        for (var channel = 0; channel < factor.Length; channel++)
        {
            factor[channel] /= Math.Sqrt(variance[channel] + layer.eps);
            shift[channel] -= mean[channel] * factor[channel];
        }

        return new Scaling(name, [input], graph.ShapeOf(input), factor, shift);
    }

    private MaxPooling MaxPool(MaxPool2d layer, string name, string input)
    {
        var shape = graph.ShapeOf(input);
        Require(shape is [_, _, _], name, $"pools images, but gets {Text(shape)}");
        var kernel = Pair.Of(layer.kernel_size);
        var window = new Window(kernel, layer.stride is { Length: > 0 } stride ? Pair.Of(stride) : kernel, Pair.Of(layer.padding, 0), Pair.Of(layer.dilation, 1));
        return new MaxPooling(name, [input], [shape[0], .. window.Over(shape[1], shape[2], layer.ceil_mode)], window, layer.ceil_mode);
    }

    private GlobalMean Mean(AdaptiveAvgPool2d layer, string name, string input)
    {
        Require(layer.output_size.All(size => size == 1), name, $"makes images of {Text(layer.output_size)} pixels; only the mean over the whole image can be exported");
        Require(graph.ShapeOf(input) is [_, _, _], name, $"takes the mean of images, but gets {Text(graph.ShapeOf(input))}");
        return new GlobalMean(name, [input], graph.ShapeOf(input)[0]);
    }

    private string Flat(Flatten layer, string path, string input)
    {
        Require(layer.start_dim == 1 && layer.end_dim == -1, path, $"flattens dimensions {layer.start_dim} to {layer.end_dim}; expected all but the batch (1 to -1)");
        var shape = graph.ShapeOf(input);
        return shape.Length == 1 ? input : graph.Add(new Flattening(Name(path, layer), [input], shape.Aggregate(1L, (product, size) => product * size)));
    }

    private static void Require(bool holds, string name, string otherwise)
    {
        if (!holds)
        {
            throw new DistillException($"The layer '{name}' {otherwise}.");
        }
    }

    private static string Text(long[] shape) => string.Join('×', shape);
}
