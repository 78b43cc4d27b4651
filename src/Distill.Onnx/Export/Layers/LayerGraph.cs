namespace Distill.Onnx.Export.Layers;

/// <summary>The steps of a network in an order in which each reads only what comes before it.</summary>
/// <param name="input">The name of the value that the network reads.</param>
/// <param name="inputShape">Its shape, without the batch.</param>
internal sealed class LayerGraph(string input, long[] inputShape)
{
    private readonly List<Operation> operations = [];
    private readonly HashSet<string> reserved = new(StringComparer.Ordinal) { input, ValueNames.Logits, ValueNames.Probabilities, ValueNames.Temperature, ValueNames.Softened };

    public string Input { get; } = input;

    public long[] InputShape { get; } = inputShape;

    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>The value that the network ends with.</summary>
    public string Output => operations.Count == 0 ? Input : operations[^1].Name;

    /// <summary>A name that no value has.</summary>
    public string Unused(string name)
    {
        var candidate = name;
        for (var number = 2; reserved.Contains(candidate) || Find(candidate) is not null; number++)
        {
            candidate = $"{name}_{number}";
        }

        return candidate;
    }

    /// <summary>Adds a step at the end and gives the name of what it makes.</summary>
    public string Add(Operation operation)
    {
        operations.Add(operation);
        return operation.Name;
    }

    /// <summary>Puts a step in the place of another that made a value of the same name.</summary>
    public void Replace(Operation old, Operation replacement) => operations[operations.IndexOf(old)] = replacement;

    /// <summary>Takes a step of one input out; who read its value reads that input.</summary>
    public void Remove(Operation operation)
    {
        operations.Remove(operation);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].Inputs.Contains(operation.Name))
            {
                operations[i] = operations[i] with { Inputs = [.. operations[i].Inputs.Select(name => name == operation.Name ? operation.Inputs[0] : name)] };
            }
        }
    }

    /// <summary>The step that makes a value; null for the network's input.</summary>
    public Operation? Find(string value) => operations.Find(operation => operation.Name == value);

    /// <summary>The steps that read a value.</summary>
    public IEnumerable<Operation> ReadersOf(string value) => operations.Where(operation => operation.Inputs.Contains(value));

    public long[] ShapeOf(string value) => Find(value)?.Shape ?? InputShape;
}
