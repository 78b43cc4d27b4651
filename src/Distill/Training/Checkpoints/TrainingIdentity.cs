using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Training.Checkpoints;

/// <summary>
/// All that decides the course of a training, as texts by name: two trainings with equal identities take the same
/// steps. A checkpoint carries it, so that nothing else is resumed from it.
/// </summary>
internal sealed class TrainingIdentity
{
    private readonly SortedDictionary<string, string> parts;

    private TrainingIdentity(SortedDictionary<string, string> parts) => this.parts = parts;

    public static TrainingIdentity Of(TrainingTask task)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["student's starting weights"] = task.Student.Fingerprint().Value,
            ["training examples"] = task.Examples.Fingerprint.Value,
            ["held-out examples"] = task.HeldOut?.Fingerprint.Value ?? "none",
            ["teacher"] = task.Teacher?.Fingerprint.Value ?? "none",
            ["objective"] = task.Objective.Description,
        };
        var options = JsonSerializer.SerializeToNode(task.Options with { CheckpointMinutes = 0 }, StrictJson.Options)!;
        AddLeaves(parts, "option ", options);
        return new TrainingIdentity(parts);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static TrainingIdentity FromJson(string json) =>
        new(new SortedDictionary<string, string>(
            JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? throw new JsonException("holds null"), StringComparer.Ordinal));

    public string ToJson() => JsonSerializer.Serialize(parts);

    /// <summary>What differs from the identity that is asked for now, one sentence each.</summary>
    public IEnumerable<string> DifferencesFrom(TrainingIdentity now) =>
        from name in parts.Keys.Union(now.parts.Keys, StringComparer.Ordinal)
        let was = parts.GetValueOrDefault(name, "not given")
        let wanted = now.parts.GetValueOrDefault(name, "not given")
        where was != wanted
        select $"{name}: {was} in the checkpoint, {wanted} now";

    private static void AddLeaves(SortedDictionary<string, string> parts, string path, JsonNode? node)
    {
        if (node is JsonObject branch)
        {
            foreach (var (key, value) in branch)
            {
                AddLeaves(parts, path.EndsWith(' ') ? path + key : $"{path}.{key}", value);
            }
        }
        else
        {
            parts[path] = node?.ToJsonString() ?? "null";
        }
    }
}
