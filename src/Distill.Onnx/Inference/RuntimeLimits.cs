using Distill.Onnx.Schema;

namespace Distill.Onnx.Inference;

/// <summary>What a model may take of the machine: time to open, time for a run, memory that constants may unfold to.</summary>
internal static class RuntimeLimits
{
    /// <summary>How long ONNX Runtime may prepare a model.</summary>
    public static readonly TimeSpan Opening = TimeSpan.FromMinutes(10);

    /// <summary>How long a trial of a few examples may take.</summary>
    public static readonly TimeSpan Trial = TimeSpan.FromMinutes(1);

    /// <summary>How long one run may take.</summary>
    public static readonly TimeSpan Run = TimeSpan.FromMinutes(10);

    private const long LeastFolding = 1L << 30;

    /// <summary>
    /// The most bytes that ONNX Runtime may make of one operation on constants before the first run. A chain of small
    /// operations can ask for any amount, so the whole is shared out among them.
    /// </summary>
    public static long FoldingBytes(ModelProto model, long fileBytes) =>
        Math.Max(LeastFolding, 4 * fileBytes) / Math.Max(1, Foldable(model.Graph, []));

    // Operations whose inputs are all known from the file.
    private static int Foldable(GraphProto graph, IEnumerable<string> outer)
    {
        var known = new HashSet<string>(outer, StringComparer.Ordinal) { "" };
        known.UnionWith(graph.Initializer.Select(tensor => tensor.Name));
        var count = 0;
        foreach (var node in graph.Node)
        {
            if (node.Input.All(known.Contains))
            {
                known.UnionWith(node.Output);
                count++;
            }

            foreach (var attribute in node.Attribute)
            {
                count += (attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G)).Sum(inner => Foldable(inner, known));
            }
        }

        return count;
    }
}
