using System.Text.RegularExpressions;
using Distill.Files;

namespace Distill.Models.Import;

/// <summary>
/// Finds which layer of a file is which of the model where the names say nothing, from shapes and order. Layers of the
/// same shape are told apart only on evidence: the file's own order, where it is not merely sorted by name as most
/// writers of safetensors do, or numbers in names that differ in nothing else.
/// </summary>
internal static partial class OrderMatching
{
    /// <summary>Their tensor names by ours, or why there is no one answer.</summary>
    public static (IReadOnlyDictionary<string, string>? Pairs, string? Problem) Find(
        IEnumerable<(string Name, IReadOnlyList<long> Shape)> model, IReadOnlyList<(string Name, TensorEntry Entry)> file)
    {
        var ours = LayerTensors.Of(model);
        var theirs = LayerTensors.Of(file.Select(tensor => (tensor.Name, tensor.Entry.Shape)));
        if (FirstDifference(ours, theirs) is { } difference)
        {
            return (null, difference);
        }

        if (!IsSorted(file) && ours.Select(layer => layer.Signature).SequenceEqual(theirs.Select(layer => layer.Signature)))
        {
            return (Pairs(ours.Zip(theirs)), null);
        }

        var found = new List<(LayerTensors, LayerTensors)>();
        foreach (var mine in ours.GroupBy(layer => layer.Signature))
        {
            var candidates = theirs.Where(layer => layer.Signature == mine.Key).ToList();
            if (candidates.Count > 1 && candidates.Select(layer => Digits().Replace(layer.Name, "#")).Distinct().Count() > 1)
            {
                var names = string.Join(", ", candidates.Select(layer => $"'{layer.Name}'"));
                return (null, $"{names} have the same shapes, and neither their names nor the file say in which order they come");
            }

            found.AddRange(mine.Zip(candidates.OrderBy(Numbers, Comparer<IReadOnlyList<string>>.Create(Compare))));
        }

        return (Pairs(found), null);
    }

    private static string? FirstDifference(IReadOnlyList<LayerTensors> ours, IReadOnlyList<LayerTensors> theirs)
    {
        var wanted = ours.CountBy(layer => layer.Signature).ToDictionary();
        var found = theirs.CountBy(layer => layer.Signature).ToDictionary();
        var signature = wanted.Keys.Concat(found.Keys).FirstOrDefault(key => wanted.GetValueOrDefault(key) != found.GetValueOrDefault(key));
        return signature is null
            ? null
            : $"the model has {wanted.GetValueOrDefault(signature)} layers with {signature}, and the file {found.GetValueOrDefault(signature)}";
    }

    // The reference implementation lays wide types first and sorts by name among those of one type.
    private static bool IsSorted(IReadOnlyList<(string Name, TensorEntry Entry)> file) =>
        file.GroupBy(tensor => tensor.Entry.Type).All(group =>
            group.Zip(group.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0));

    private static Dictionary<string, string> Pairs(IEnumerable<(LayerTensors Ours, LayerTensors Theirs)> layers) =>
        (from pair in layers from part in pair.Ours.Parts select (Ours: pair.Ours.Tensor(part), Theirs: pair.Theirs.Tensor(part)))
            .ToDictionary(pair => pair.Ours, pair => pair.Theirs, StringComparer.Ordinal);

    private static List<string> Numbers(LayerTensors layer) => [.. Digits().Matches(layer.Name).Select(match => match.Value.TrimStart('0'))];

    // As numbers of any length: the longer is the greater.
    private static int Compare(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.Zip(second, (one, other) => one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other))
            .FirstOrDefault(order => order != 0);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
