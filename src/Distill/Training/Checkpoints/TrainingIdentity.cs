using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;
using Distill.Training.Population;

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
        AddOptions(parts, task.Options);
        return new TrainingIdentity(parts);
    }

    public static TrainingIdentity Of(PopulationTask task)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["training examples"] = task.Examples.Fingerprint.Value,
            ["held-out examples"] = task.HeldOut?.Fingerprint.Value ?? "none",
            ["teacher"] = task.Teacher?.Fingerprint.Value ?? "none",
            ["members"] = string.Create(CultureInfo.InvariantCulture, $"{task.Members.Count}"),
        };
        foreach (var (number, member) in task.Members.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"member {number + 1} ({member.Name}), ");
            parts[name + "starting weights"] = member.Student.Fingerprint().Value;
            parts[name + "objective"] = member.Objective.Description;
            if (member.Schedule is not null)
            {
                AddLeaves(parts, name + "schedule ", JsonSerializer.SerializeToNode(member.Schedule, StrictJson.Options));
            }
        }

        AddOptions(parts, task.Options);
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

    private static void AddOptions(SortedDictionary<string, string> parts, TrainingOptions options) =>
        AddLeaves(parts, "option ", JsonSerializer.SerializeToNode(options with { CheckpointMinutes = 0 }, StrictJson.Options));

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
