using System.Text.Json;
using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Checkpoints;

/// <summary>
/// One safetensors file from which a killed training goes on as if nothing had happened: student, optimizer, best
/// student so far, random state, position. The teacher is never in it.
/// </summary>
internal static class Checkpoint
{
    private const string FormatKey = "distill.checkpoint";
    private const string Format = "1";
    private const string IdentityKey = "distill.identity";
    private const string ProgressKey = "distill.progress";

    /// <summary>Writes a checkpoint; a reader, or the next start, finds the old one or the new, never a part.</summary>
    /// <exception cref="DistillException">The file cannot be written; what was there is untouched.</exception>
    public static void Write<TProgress>(string path, WorkIdentity identity, TProgress progress, IEnumerable<(string Name, Tensor Value)> tensors) =>
        SafeTensorsWriter.Write(
            path,
            [.. tensors.Select(pair => TensorPayload.Of(pair.Name, pair.Value))],
            new Dictionary<string, string>
            {
                [FormatKey] = Format,
                [IdentityKey] = JsonSerializer.Serialize(identity),
                [ProgressKey] = JsonSerializer.Serialize(progress, RunJson.OneLine),
            });

    /// <summary>
    /// Reads a checkpoint of the training that <paramref name="identity"/> describes into tensors that already have
    /// their shapes. Nothing is changed unless all of it fits.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What is to be resumed.</param>
    /// <param name="tensors">Where to put the tensors, given the numbers, which say whether there was a best student.</param>
    /// <exception cref="DistillException">The file is damaged, or belongs to another training; the message says what differs.</exception>
    public static TProgress Read<TProgress>(string path, WorkIdentity identity, Func<TProgress, IEnumerable<(string Name, Tensor Target)>> tensors)
        where TProgress : class
    {
        using var file = SafeTensorsFile.Open(path);
        var progress = ReadProgress<TProgress>(file, identity);
        var targets = tensors(progress).ToArray();
        foreach (var (name, target) in targets)
        {
            var entry = file.Entry(name);
            if (entry.Type != TensorPayload.Of(name, target).Type || !entry.Shape.SequenceEqual(target.shape))
            {
                throw DistillException.Damaged(
                    $"{path}: '{name}' is {entry.Type} [{string.Join(", ", entry.Shape)}], but this training has {target.dtype} "
                    + $"[{string.Join(", ", target.shape)}]; the file is damaged, or from another version. Start the training anew.");
            }
        }

        using var quiet = no_grad();
        foreach (var (name, target) in targets)
        {
            using var value = file.Read(name);
            target.copy_(value);
        }

        return progress;
    }

    private static TProgress ReadProgress<TProgress>(SafeTensorsFile file, WorkIdentity identity)
        where TProgress : class
    {
        if (!file.Metadata.TryGetValue(FormatKey, out var format) || format != Format)
        {
            throw new DistillException(
                $"{file.Path} is not a checkpoint of format {Format}: '{FormatKey}' is {format ?? "missing"}. It is another kind of file, or from another version.");
        }

        try
        {
            var found = JsonSerializer.Deserialize<WorkIdentity>(Text(file, IdentityKey)) ?? throw new JsonException("holds null");
            var differences = found.DifferencesFrom(identity, "in the checkpoint").ToArray();
            if (differences.Length > 0)
            {
                throw new DistillException(
                    $"{file.Path} belongs to another training: {string.Join("; ", differences)}. "
                    + "Resume with what it was started with, or train anew in another folder.");
            }

            return JsonSerializer.Deserialize<TProgress>(Text(file, ProgressKey), RunJson.OneLine)
                ?? throw new JsonException("holds null");
        }
        catch (JsonException error)
        {
            throw DistillException.Damaged($"{file.Path} is a damaged checkpoint: {error.Message}. Delete it to train from the start.", error);
        }
    }

    private static string Text(SafeTensorsFile file, string key) => file.Metadata.TryGetValue(key, out var text)
        ? text
        : throw new JsonException($"'{key}' is missing");
}
