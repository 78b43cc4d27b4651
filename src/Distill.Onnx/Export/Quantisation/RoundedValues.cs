using Distill.Onnx.Export.Layers;

namespace Distill.Onnx.Export.Quantisation;

/// <summary>Which values of an int8 file are rounded on their way from one step to the next, and to which range.</summary>
/// <param name="graph">The steps.</param>
/// <param name="ranges">The ranges of its values, measured.</param>
internal sealed class RoundedValues(LayerGraph graph, IReadOnlyDictionary<string, ValueRange> ranges)
{
    /// <summary>Whether a step reads a value rounded.</summary>
    public bool IsRounded(string value, Operation reader) =>
        // Rectified before it is rounded is what nothing else reads.
        !reader.IsExact && !(reader is Rectifier && graph.ReadersOf(value).Count() == 1);

    /// <summary>The range of a value. Rearranging and picking leave the numbers as they are, so they keep their range.</summary>
    public ValueRange RangeOf(string value) => graph.Find(value) is Flattening or MaxPooling ? RangeOf(graph.Find(value)!.Input) : ranges[value];
}
