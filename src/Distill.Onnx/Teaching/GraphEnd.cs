using Distill.Onnx.Schema;

namespace Distill.Onnx.Teaching;

/// <summary>Reads a graph from its outputs backwards.</summary>
internal sealed class GraphEnd
{
    private const int Farthest = 8;

    // Hand on what they are given but for rounding, bounds and shape.
    private static readonly string[] Silent =
        ["Identity", "Cast", "Dropout", "QuantizeLinear", "DequantizeLinear", "Clip", "Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    // Hand it on too where the other operand is one number, as for percentages.
    private static readonly string[] Scaling = ["Mul", "Div"];

    private readonly Dictionary<string, NodeProto> makers = new(StringComparer.Ordinal);
    private readonly HashSet<string> numbers = new(StringComparer.Ordinal);
    private readonly GraphProto graph;

    public GraphEnd(GraphProto graph)
    {
        this.graph = graph;
        numbers.UnionWith(graph.Initializer.Where(tensor => tensor.Dims.All(dim => dim == 1)).Select(tensor => tensor.Name));
        numbers.UnionWith(graph.Node
            .Where(node => node.OpType == "Constant" && node.Attribute.All(attribute => attribute.T?.Dims.All(dim => dim == 1) ?? attribute.Name is "value_float"))
            .SelectMany(node => node.Output));
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output.Where(name => name.Length > 0))
            {
                makers.TryAdd(output, node);
            }
        }
    }

    /// <summary>Whether a node of the graph makes a value of that name.</summary>
    public bool Makes(string name) => makers.ContainsKey(name);

    /// <summary>The operator that makes a value, past those that only hand it on; null for an input.</summary>
    public string? LastOperator(string name) => Maker(name)?.OpType;

    /// <summary>What goes into the softmax over the classes, or its logarithm, that makes a value; null where there is none.</summary>
    public string? BehindSoftmax(string name) =>
        Maker(name) is { OpType: "Softmax" or "LogSoftmax", Domain: "" or "ai.onnx", Input: [var logits] } node
        && makers.ContainsKey(logits)
        && node.Attribute.All(attribute => attribute.Name != "axis" || attribute.I is 1 or -1)
            ? logits
            : null;

    /// <summary>What goes into the sigmoid of each class that makes a value; null where there is none.</summary>
    public string? BehindSigmoid(string name) => Maker(name) is { OpType: "Sigmoid", Input: [var scores] } ? scores : null;

    /// <summary>The table of probabilities from which scikit-learn's maps are made, with the names of its columns.</summary>
    public (string Name, IReadOnlyList<string>? ClassNames)? BehindZipMap(string name) =>
        Maker(name) is { OpType: "ZipMap", Input: [var table] } node ? (table, Labels(node)) : null;

    /// <summary>The names of classes that a classical classifier carries, where one makes the value or feeds what does.</summary>
    public IReadOnlyList<string>? ClassNamesOf(string name)
    {
        if (SlotNames(name) is { } slots)
        {
            return slots;
        }

        for (var (node, step) = (Maker(name), 0); node is not null && step < Farthest; step++)
        {
            if (Labels(node) is { } labels)
            {
                return labels;
            }

            node = node.Input.Count > 0 ? Maker(node.Input[0]) : null;
        }

        return null;
    }

    // ML.NET keeps the names of the columns of 'Score.output' in a node that computes nothing else. Its classifiers
    // carry labels as well, but those only number the classes.
    private IReadOnlyList<string>? SlotNames(string name)
    {
        var slots = $"mlnet.{name.Split('.')[0]}.SlotNames";
        return graph.Node.FirstOrDefault(node => node.OpType == "LabelEncoder" && node.Input.Contains(slots))
            ?.Attribute.FirstOrDefault(attribute => attribute.Name == "keys_strings" && attribute.Strings.Count > 0)
            ?.Strings.Select(label => label.ToStringUtf8()).ToArray();
    }

    private NodeProto? Maker(string name)
    {
        for (var step = 0; step < Farthest && makers.TryGetValue(name, out var node); step++)
        {
            if (HandedOn(node) is not { } handed)
            {
                return node;
            }

            name = handed;
        }

        return null;
    }

    private string? HandedOn(NodeProto node) => node switch
    {
        { Input.Count: 0 } => null,
        _ when Silent.Contains(node.OpType) => node.Input[0],
        { Input: [var value, var number] } when Scaling.Contains(node.OpType) && numbers.Contains(number) => value,
        { OpType: "Mul", Input: [var number, var value] } when numbers.Contains(number) => value,
        _ => null,
    };

    private static IReadOnlyList<string>? Labels(NodeProto node)
    {
        var labels = node.Attribute.FirstOrDefault(attribute => attribute.Name is "classlabels_strings" && attribute.Strings.Count > 0);
        var numbers = node.Attribute.FirstOrDefault(attribute => attribute.Name is "classlabels_ints" or "classlabels_int64s" && attribute.Ints.Count > 0);
        return labels is not null ? [.. labels.Strings.Select(label => label.ToStringUtf8())]
            : numbers is not null ? [.. numbers.Ints.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            : null;
    }
}
