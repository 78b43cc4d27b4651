using System.Runtime.ExceptionServices;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Checkpoints;

/// <summary>
/// The last two checkpoints of one training: the older is what there is to resume from where the newest is damaged, or where the
/// numbers after it turned out not to be finite. Never more than two take room.
/// </summary>
internal sealed class CheckpointFolder
{
    public const string NewestName = "checkpoint.safetensors";
    public const string OlderName = "checkpoint-before.safetensors";

    private readonly string newest;
    private readonly string older;

    /// <summary>Makes the folder where it is missing, and removes what a killed writer left.</summary>
    /// <exception cref="DistillException">It cannot be made or written.</exception>
    public CheckpointFolder(string path)
    {
        OutputPath.RequireFolder(path);
        AtomicFile.RemoveLeftovers(path);
        (Path, newest, older) = (path, System.IO.Path.Combine(path, NewestName), System.IO.Path.Combine(path, OlderName));
    }

    public string Path { get; }

    /// <summary>What the user should know of the reading: that the newest checkpoint was damaged. Null where all was well.</summary>
    public string? Remark { get; private set; }

    /// <summary>Writes a checkpoint beside the last one, which is kept until the next.</summary>
    /// <exception cref="DistillException">The file cannot be written; the last checkpoint is kept.</exception>
    public void Write<TProgress>(WorkIdentity identity, TProgress progress, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        // A kill between the two leaves the last checkpoint under the other name, where it is found as well.
        if (File.Exists(newest))
        {
            File.Move(newest, older, overwrite: true);
        }

        Checkpoint.Write(newest, identity, progress, tensors);
    }

    /// <summary>Reads the newest checkpoint, or the one before where that is damaged; null where there is none.</summary>
    /// <param name="identity">What is to be resumed.</param>
    /// <param name="tensors">As for <see cref="Checkpoint.Read"/>; asked again for the one before.</param>
    /// <exception cref="DistillException">What there is is damaged, or belongs to another training.</exception>
    public TProgress? Read<TProgress>(WorkIdentity identity, Func<TProgress, IEnumerable<(string Name, Tensor Target)>> tensors)
        where TProgress : class
    {
        if (!File.Exists(newest))
        {
            return File.Exists(older) ? Checkpoint.Read(older, identity, tensors) : null;
        }

        try
        {
            return Checkpoint.Read(newest, identity, tensors);
        }
        catch (DistillException refusal) when (File.Exists(older))
        {
            return ReadOlder(identity, tensors, refusal);
        }
    }

    /// <summary>
    /// Removes the newest checkpoint where there is one before it: what follows it was not finite, so that it is not to be
    /// trusted. The next start goes further back.
    /// </summary>
    public void DistrustNewest()
    {
        if (File.Exists(older))
        {
            File.Delete(newest);
        }
    }

    private TProgress ReadOlder<TProgress>(
        WorkIdentity identity, Func<TProgress, IEnumerable<(string Name, Tensor Target)>> tensors, DistillException refusal)
        where TProgress : class
    {
        TProgress? progress = null;
        try
        {
            progress = Checkpoint.Read(older, identity, tensors);
        }
        catch (DistillException)
        {
            // Both are of another training, or both damaged: what is wrong with the newest is what counts.
            ExceptionDispatchInfo.Throw(refusal);
        }

        // The next writing must not put it in the place of the one that is whole.
        File.Delete(newest);
        Remark = $"{newest} is damaged. Going on from the checkpoint before it, to the same result.";
        return progress;
    }
}
