using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Models.Import;

/// <summary>
/// What the names of another program's tensors are here. In JSON an object of their name and ours; a <c>*</c> stands
/// for any text and is put, in order, in the places of the stars of our name, where <c>*+1</c> or <c>*-1</c> counts on
/// from a number. A null leaves the tensor out. Whole names come before patterns, and the first pattern that fits decides.
/// </summary>
public sealed class NameMap
{
    private readonly Dictionary<string, string?> whole = new(StringComparer.Ordinal);
    private readonly List<NamePattern> patterns = [];

    /// <summary>Makes a map.</summary>
    /// <param name="names">Their names or patterns, and ours; null leaves a tensor out.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="DistillException">Our side has another number of stars than theirs; all such entries are listed.</exception>
    public NameMap(IEnumerable<KeyValuePair<string, string?>> names, string source = "the map of names")
    {
        ArgumentNullException.ThrowIfNull(names);
        Source = source;
        var problems = new List<string>();
        foreach (var (theirs, ours) in names)
        {
            if (!theirs.Contains('*', StringComparison.Ordinal) && ours?.Contains('*', StringComparison.Ordinal) != true)
            {
                whole[theirs] = ours;
            }
            else if (ours is null || NamePattern.Stars(theirs) == NamePattern.Stars(ours))
            {
                patterns.Add(new NamePattern(theirs, ours));
            }
            else
            {
                problems.Add($"'{theirs}' has {NamePattern.Stars(theirs)} stars and '{ours}' has {NamePattern.Stars(ours)}; expected as many");
            }
        }

        if (problems.Count > 0)
        {
            throw new DistillException($"{source}: {string.Join("; ", problems)}.");
        }
    }

    /// <summary>Where it comes from, for messages.</summary>
    public string Source { get; }

    /// <summary>Reads a map from a JSON file.</summary>
    /// <exception cref="DistillException">The file is missing or is no object of names.</exception>
    public static NameMap Read(string path) => StrictJson.ReadTree(path) is JsonObject tree
        && tree.All(pair => pair.Value is null || (pair.Value is JsonValue value && value.TryGetValue<string>(out _)))
            ? new NameMap(tree.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.GetValue<string>())), path)
            : throw new DistillException(
                $"{path} is no map of names; expected one JSON object of their names and ours, such as {{\"fc.*\": \"classes.*\", \"aux.*\": null}}.");

    /// <summary>Our name of a tensor: its own where no entry speaks of it, null where it is left out.</summary>
    public string? Ours(string theirs)
    {
        ArgumentNullException.ThrowIfNull(theirs);
        if (whole.TryGetValue(theirs, out var ours))
        {
            return ours;
        }

        var pattern = patterns.Find(candidate => candidate.Fits(theirs));
        return pattern is null ? theirs : pattern.Ours(theirs);
    }

    /// <summary>Entries that speak of none of these names.</summary>
    internal IEnumerable<string> IdleEntries(IReadOnlyCollection<string> theirs) =>
        whole.Keys.Where(name => !theirs.Contains(name))
            .Concat(patterns.Where(pattern => !theirs.Any(pattern.Fits)).Select(pattern => pattern.Theirs));
}
