using System.Globalization;
using Distill.Runs;
using Distill.Training.Population;

namespace Distill.Training;

/// <summary>
/// All that decides the course of a training: two trainings with equal identities take the same steps. A checkpoint carries it, so
/// that nothing else is resumed from it.
/// </summary>
internal static class TrainingIdentity
{
    public static WorkIdentity Of(TrainingTask task) => new(
    [
        new("student's starting weights", task.Student.Fingerprint().Value),
        new("training examples", task.Examples.Fingerprint.Value),
        new("held-out examples", task.HeldOut?.Fingerprint.Value ?? "none"),
        new("teacher", task.Teacher?.Fingerprint.Value ?? "none"),
        new("objective", task.Objective.Description),
        .. task.MeanTeacher is { } decay ? [new("mean teacher", string.Create(CultureInfo.InvariantCulture, $"{decay}"))] : Array.Empty<KeyValuePair<string, string>>(),
        .. task.Peers.Index().Select(peer => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"peer {peer.Index + 1}'s starting weights"), peer.Item.Fingerprint().Value)),
        .. task.Hints is { } hints ? [new("hints", hints.Description)] : Array.Empty<KeyValuePair<string, string>>(),
        .. task.Vectors is { } vectors ? [new("vectors", vectors.Description)] : Array.Empty<KeyValuePair<string, string>>(),
        // Sums of another number of parts are rounded otherwise.
        .. task.Ranks is { Size: > 1 } ranks ? [new("ranks", string.Create(CultureInfo.InvariantCulture, $"{ranks.Size}"))] : Array.Empty<KeyValuePair<string, string>>(),
        // So are those of another kind of device.
        .. task.Student.Device is { type: not TorchSharp.DeviceType.CPU } device ? [new("device", $"{device.type}".ToLowerInvariant())] : Array.Empty<KeyValuePair<string, string>>(),
        .. Options(task.Options),
    ]);

    public static WorkIdentity Of(PopulationTask task) => new(
    [
        new("training examples", task.Examples.Fingerprint.Value),
        new("held-out examples", task.HeldOut?.Fingerprint.Value ?? "none"),
        new("teacher", task.Teacher?.Fingerprint.Value ?? "none"),
        new("members", string.Create(CultureInfo.InvariantCulture, $"{task.Members.Count}")),
        .. task.Members.Index().SelectMany(entry => Member(entry.Index, entry.Item)),
        .. Options(task.Options),
    ]);

    private static IEnumerable<KeyValuePair<string, string>> Member(int number, PopulationMember member)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"member {number + 1} ({member.Name}), ");
        return
        [
            new(name + "starting weights", member.Student.Fingerprint().Value),
            new(name + "objective", member.Objective.Description),
            .. member.Schedule is { } schedule ? WorkIdentity.Values(name + "schedule ", schedule) : [],
        ];
    }

    private static IEnumerable<KeyValuePair<string, string>> Options(TrainingOptions options) =>
        WorkIdentity.Values("option ", options with { CheckpointMinutes = 0 });
}
