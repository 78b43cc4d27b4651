namespace Distill.Models.Import;

/// <summary>The tensors of one layer: those that share all of their name but its last part.</summary>
/// <param name="Name">What they share.</param>
/// <param name="Signature">The last parts with their shapes, in one text; layers of equal signatures can stand for each other.</param>
/// <param name="Parts">The last parts of the names, in ordinal order.</param>
internal sealed record LayerTensors(string Name, string Signature, IReadOnlyList<string> Parts)
{
    /// <summary>The whole name of a tensor of the layer.</summary>
    public string Tensor(string part) => Name.Length == 0 ? part : $"{Name}.{part}";

    /// <summary>Groups tensors into layers, in the order in which each layer first appears.</summary>
    public static IReadOnlyList<LayerTensors> Of(IEnumerable<(string Name, IReadOnlyList<long> Shape)> tensors) =>
    [
        .. tensors.GroupBy(tensor => Split(tensor.Name).Layer, StringComparer.Ordinal).Select(layer =>
        {
            var parts = layer.Select(tensor => (Split(tensor.Name).Part, tensor.Shape)).OrderBy(part => part.Part, StringComparer.Ordinal).ToList();
            return new LayerTensors(
                layer.Key, string.Join(" ", parts.Select(part => $"{part.Part} [{string.Join(", ", part.Shape)}]")), [.. parts.Select(part => part.Part)]);
        }),
    ];

    private static (string Layer, string Part) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }
}
