using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>
/// All that decides what a piece of work gives, as texts by name: two pieces with equal identities give the same. What is taken up
/// later, a checkpoint or what is finished, carries it, so that nothing else is taken for it.
/// </summary>
[JsonConverter(typeof(WorkIdentityJsonConverter))]
internal sealed class WorkIdentity
{
    /// <summary>Makes an identity.</summary>
    /// <param name="facts">What decides, each name once.</param>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public WorkIdentity(IEnumerable<KeyValuePair<string, string>> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            sorted.Add(name, value);
        }

        Facts = sorted;
    }

    /// <summary>What decides, by name, in the order of the names.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>All facts in one text, which differs where any of them does.</summary>
    public string Text => JsonSerializer.Serialize(Facts);

    /// <summary>The values of a configuration as facts, each under its path, for example "option schedule.rate".</summary>
    /// <param name="prefix">What the names begin with; a space at its end stays, and anything else is followed by a dot.</param>
    /// <param name="configuration">What is written as JSON; a list is one fact.</param>
    public static IEnumerable<KeyValuePair<string, string>> Values<T>(string prefix, T configuration)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Leaves(prefix, JsonSerializer.SerializeToNode(configuration, StrictJson.Options));
    }

    /// <summary>What differs from what is asked for now, one sentence each, in the order of the names.</summary>
    /// <param name="now">What is asked for.</param>
    /// <param name="place">Where this identity was found, for example "in the checkpoint".</param>
    public IEnumerable<string> DifferencesFrom(WorkIdentity now, string place)
    {
        ArgumentNullException.ThrowIfNull(now);
        return from name in Facts.Keys.Union(now.Facts.Keys, StringComparer.Ordinal)
               let was = Facts.GetValueOrDefault(name, "not given")
               let wanted = now.Facts.GetValueOrDefault(name, "not given")
               where was != wanted
               select $"{name}: {was} {place}, {wanted} now";
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonNode? node) => node is JsonObject branch
        ? branch.SelectMany(entry => Leaves(path.EndsWith(' ') ? path + entry.Key : $"{path}.{entry.Key}", entry.Value))
        : [new(path, node?.ToJsonString() ?? "null")];
}
