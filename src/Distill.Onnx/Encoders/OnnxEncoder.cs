using Distill.Models.Import;
using Distill.Onnx.Inference;
using Distill.Onnx.Schema;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Onnx.Encoders;

/// <summary>
/// An encoder as PyTorch exports it to ONNX. Tables, biases and normalisations bear PyTorch's names. The weights of products have none and
/// are turned round, so they are found through the graph: what is multiplied where the bias is added.
/// </summary>
internal sealed class OnnxEncoder : IEncoderWeights
{
    private const string Weight = ".weight";
    private const string Tables = "embeddings.";
    private const string Bias = ".bias";

    // Operators that join what is looked for, and those of quantised weights.
    private static readonly string[] Fused =
        ["Attention", "EmbedLayerNormalization", "SkipLayerNormalization", "BiasGelu", "FastGelu", "MultiHeadAttention", "MatMulInteger", "DynamicQuantizeMatMul", "DequantizeLinear", "MatMulNBits"];

    private readonly OnnxFile file;
    private readonly ConstantValues constants;
    private readonly Dictionary<string, NodeProto> makers = new(StringComparer.Ordinal);
    private readonly ILookup<string, NodeProto> readers;
    private readonly string prefix;
    private readonly Dictionary<string, (string Value, bool IsTurned)> found = new(StringComparer.Ordinal);

    private OnnxEncoder(OnnxFile file)
    {
        this.file = file;
        constants = new ConstantValues(file);
        var nodes = file.Model.Graph.Node;
        foreach (var node in nodes)
        {
            foreach (var output in node.Output)
            {
                makers.TryAdd(output, node);
            }
        }

        readers = nodes.SelectMany(node => node.Input.Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node, StringComparer.Ordinal);
        if (nodes.FirstOrDefault(node => Fused.Contains(node.OpType)) is { } fused)
        {
            throw new DistillException(
                $"{file.Path} has {fused.OpType} nodes: it was optimised or quantised, and its weights cannot be taken. Give the plain export of the encoder, or its model.safetensors.");
        }

        prefix = BertNames.Prefix(constants.Names) ?? throw new DistillException(
            $"{file.Path} holds no encoder of the shape of BERT: it lacks a tensor '{BertNames.Pieces}', whatever stands before it. Give the encoder's model.safetensors.");
        Find();
        Shapes = found.ToDictionary(pair => pair.Key, pair => ShapeOf(pair.Value), StringComparer.Ordinal);
        Heads = FindHeads();
        Epsilon = FindEpsilon();
        RequireGelu();
    }

    /// <inheritdoc/>
    public string Path => file.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; }

    /// <inheritdoc/>
    public int? Heads { get; }

    /// <inheritdoc/>
    public double? Epsilon { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DistillException">The file is missing or damaged, or holds no encoder of the shape of BERT.</exception>
    public static OnnxEncoder Open(string path) => new(OnnxFile.Open(path));

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        var (value, isTurned) = found[name];
        var numbers = constants.Floats(value);
        if (!isTurned)
        {
            return numbers;
        }

        using (numbers)
        {
            using var turned = numbers.t();
            return turned.contiguous();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private IReadOnlyList<long> ShapeOf((string Value, bool IsTurned) tensor) =>
        tensor.IsTurned ? [.. constants.Shape(tensor.Value).Reverse()] : constants.Shape(tensor.Value);

    private void Find()
    {
        foreach (var value in constants.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var name = BertNames.Modern(value[prefix.Length..]);
            if (!IsOfEncoder(name))
            {
                continue;
            }

            // Whether a matrix that has a name is turned round its name does not say.
            if (!name.EndsWith(Weight, StringComparison.Ordinal) || name.StartsWith(Tables, StringComparison.Ordinal) || constants.Shape(value).Count != 2)
            {
                found[name] = (value, false);
            }

            if (name.EndsWith(Bias, StringComparison.Ordinal) && WeightOf(value) is { } weight)
            {
                found[name[..^Bias.Length] + Weight] = weight;
            }
        }
    }

    // All other constants of the graph have names, too.
    private static bool IsOfEncoder(string name) =>
        (name.StartsWith(Tables, StringComparison.Ordinal) || name.StartsWith("encoder.", StringComparison.Ordinal))
        && (name.EndsWith(Weight, StringComparison.Ordinal) || name.EndsWith(Bias, StringComparison.Ordinal));

    // Whose product a bias is added to.
    private (string Value, bool IsTurned)? WeightOf(string bias)
    {
        foreach (var node in readers[bias])
        {
            if (node is { OpType: "Gemm", Input: [_, var matrix, ..] })
            {
                var isTurned = node.Attribute.All(attribute => attribute.Name != "transB" || attribute.I == 0);
                return constants.Has(matrix) ? (matrix, isTurned) : null;
            }

            if (node is { OpType: "Add", Input: [var first, var second] } && Maker(first == bias ? second : first) is { OpType: "MatMul", Input: [_, var weight] })
            {
                return constants.Has(weight) ? (weight, true)
                    : Maker(weight) is { OpType: "Transpose", Input: [var own] } && constants.Has(own) ? (own, false)
                    : null;
            }
        }

        return null;
    }

    // Queries are laid out as [texts, pieces, heads, numbers of a head], perhaps after a layout of rows.
    private int? FindHeads()
    {
        const int steps = 3;
        string[] values = [.. readers[prefix + BertNames.Layer(0) + "attention.self.query" + Bias].SelectMany(node => node.Output)];
        for (var step = 0; step < steps; step++)
        {
            var layouts = values.SelectMany(value => readers[value]).Where(node => node is { OpType: "Reshape", Input: [_, _] }).ToList();
            if (layouts.Select(node => HeadsOf(node.Input[1])).FirstOrDefault(heads => heads is not null) is { } found)
            {
                return found;
            }

            values = [.. layouts.SelectMany(node => node.Output)];
        }

        return null;
    }

    private int? HeadsOf(string shape) =>
        constants.Whole(shape) is [_, _, var known, _] ? (int)known
        : Maker(shape) is { OpType: "Concat", Input: [_, .., var heads, var size] } && constants.Whole(heads) is [var count] && constants.Whole(size) is [_] ? (int)count
        : null;

    private double? FindEpsilon()
    {
        var node = readers[prefix + BertNames.Norm + Bias].Concat(readers[prefix + BertNames.Norm + ".beta"]).FirstOrDefault();
        if (node is { OpType: "LayerNormalization" })
        {
            return Rounded(node.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? 1e-5f);
        }

        // Backwards from the shift: the factor, the division, the root, the sum.
        return node is { OpType: "Add" } && Behind(node, "Mul") is { } factor && Behind(factor, "Div") is { Input: [_, var divisor] }
            && Maker(divisor) is { OpType: "Sqrt", Input: [var squared] } && Maker(squared) is { OpType: "Add" } sum
            && sum.Input.FirstOrDefault(constants.Has) is { } epsilon
            ? Number(epsilon)
            : null;
    }

    private NodeProto? Behind(NodeProto node, string type) => node.Input.Select(Maker).FirstOrDefault(maker => maker?.OpType == type);

    private NodeProto? Maker(string value) => makers.GetValueOrDefault(value);

    private double? Number(string constant)
    {
        using var numbers = constants.Floats(constant);
        return numbers.numel() == 1 ? Rounded(numbers.item<float>()) : null;
    }

    // 1e-12 in the graph is a float.
    private static double Rounded(float number) => double.Parse(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private void RequireGelu()
    {
        var nodes = file.Model.Graph.Node;
        if (!nodes.Any(node => node.OpType == "Erf" || (node.OpType == "Gelu" && node.Attribute.All(attribute => attribute.Name != "approximate" || attribute.S.ToStringUtf8() == "none"))))
        {
            throw new DistillException($"{file.Path} has neither Erf nor an exact Gelu in its graph; expected an encoder with GELU, as BERT has it.");
        }
    }
}
