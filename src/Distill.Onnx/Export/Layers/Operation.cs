namespace Distill.Onnx.Export.Layers;

/// <summary>One step of a network in evaluation: it reads values by name and makes one, which bears the step's own name.</summary>
/// <param name="Name">The layer's place in the model, for example "block1_1.conv1".</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Shape">The shape of what it makes, without the batch.</param>
internal abstract record Operation(string Name, IReadOnlyList<string> Inputs, long[] Shape)
{
    /// <summary>The value that a step of one input reads.</summary>
    public string Input => Inputs[0];

    /// <summary>Whether it is worked out in floats whatever the format of weights and values is, because rounded to bytes it would be too coarse.</summary>
    public virtual bool IsExact => false;
}
