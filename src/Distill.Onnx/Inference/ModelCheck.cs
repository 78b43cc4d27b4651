using Distill.Onnx.Schema;
using Distill.Runs;

namespace Distill.Onnx.Inference;

/// <summary>Walks a parsed model and compares what it claims with what it holds.</summary>
internal sealed class ModelCheck(string path)
{
    private const int MostNodes = 1_000_000;
    private const int MostDimensions = 64;
    private const int ShownProblems = 10;

    private static readonly HashSet<string> Domains =
        ["", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc"];

    private readonly List<string> problems = [];
    private readonly SortedSet<string> externalFiles = new(StringComparer.Ordinal);
    private readonly SortedSet<string> foreignOperators = new(StringComparer.Ordinal);
    private HashSet<(string Domain, string Name)> functions = [];
    private int nodes;

    /// <summary>Files that tensors name, each within the model's folder and long enough.</summary>
    public IReadOnlyList<string> ExternalFiles => [.. externalFiles];

    /// <exception cref="DistillException">Something is wrong; the message lists what.</exception>
    public void Check(ModelProto model)
    {
        functions = [.. model.Functions.Select(function => (function.Domain, function.Name))];
        Visit(model.Graph);
        foreach (var function in model.Functions)
        {
            VisitNodes(function.Node);
        }

        if (nodes > MostNodes)
        {
            problems.Add($"it has more than {MostNodes:N0} operations");
        }

        if (problems.Count > 0)
        {
            throw DistillException.Damaged($"{path} is damaged: {string.Join("; ", problems.Distinct().Take(ShownProblems))}.");
        }

        if (foreignOperators.Count > 0)
        {
            throw new DistillException(
                $"{path} uses operators of its own, which ONNX Runtime does not have: {string.Join(", ", foreignOperators.Take(ShownProblems))}. "
                + "Export the model with standard operators.");
        }
    }

    private void Visit(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
        {
            Visit(tensor);
        }

        foreach (var sparse in graph.SparseInitializer)
        {
            Visit(sparse);
        }

        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            VisitShape(value);
        }

        VisitNodes(graph.Node);
    }

    private void VisitNodes(IEnumerable<NodeProto> all)
    {
        foreach (var node in all)
        {
            nodes++;
            if (!Domains.Contains(node.Domain) && !functions.Contains((node.Domain, node.OpType)))
            {
                foreignOperators.Add($"{node.Domain}.{node.OpType}");
            }

            foreach (var attribute in node.Attribute)
            {
                Visit(attribute);
            }
        }
    }

    private void Visit(AttributeProto attribute)
    {
        foreach (var tensor in attribute.T is null ? attribute.Tensors : attribute.Tensors.Append(attribute.T))
        {
            Visit(tensor);
        }

        foreach (var sparse in attribute.SparseTensor is null ? attribute.SparseTensors : attribute.SparseTensors.Append(attribute.SparseTensor))
        {
            Visit(sparse);
        }

        foreach (var graph in attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G))
        {
            Visit(graph);
        }
    }

    private void Visit(TensorProto tensor)
    {
        if (tensor.Dims.Count > MostDimensions)
        {
            problems.Add($"the tensor '{tensor.Name}' has {tensor.Dims.Count} dimensions");
        }
        else if (TensorSize.Elements(tensor.Dims) is not { } elements)
        {
            problems.Add($"the tensor '{tensor.Name}' claims the shape [{string.Join(", ", tensor.Dims)}]");
        }
        else if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            var (file, problem) = ExternalData.Check(path, tensor, elements);
            if (problem is null)
            {
                externalFiles.Add(file);
            }
            else
            {
                problems.Add(problem);
            }
        }
        else if (TensorSize.Problem(tensor, elements) is { } problem)
        {
            problems.Add(problem);
        }
    }

    // ONNX Runtime makes dense tensors of sparse ones.
    private void Visit(SparseTensorProto sparse)
    {
        if (sparse.Values is not { } values || sparse.Indices is not { } indices)
        {
            problems.Add("a sparse tensor has no values or no indices");
            return;
        }

        Visit(values);
        Visit(indices);
        if (TensorSize.Elements(sparse.Dims) is not (>= 0 and <= TensorSize.MostOfSparse))
        {
            problems.Add($"the sparse tensor '{values.Name}' claims the shape [{string.Join(", ", sparse.Dims)}]");
        }
    }

    private void VisitShape(ValueInfoProto value)
    {
        var type = value.Type?.TensorType ?? value.Type?.SparseTensorType;
        // ML.NET writes -1 for a size that is known only when the model runs; ONNX Runtime takes it so.
        if (type?.Shape is { } shape
            && (shape.Dim.Count > MostDimensions || TensorSize.Elements([.. shape.Dim.Where(dim => dim.HasDimValue && dim.DimValue != -1).Select(dim => dim.DimValue)]) is null))
        {
            problems.Add($"'{value.Name}' claims the shape [{string.Join(", ", shape.Dim.Take(MostDimensions).Select(dim => dim.HasDimValue ? $"{dim.DimValue}" : dim.DimParam))}]");
        }
    }
}
