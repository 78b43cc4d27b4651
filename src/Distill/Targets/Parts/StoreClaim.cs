using System.Globalization;
using Distill.Runs;

namespace Distill.Targets;

/// <summary>
/// Who may write into a store's folder. One process that labels all of it has it alone; those that label a part each have a
/// lock of that part, and beside them any other part is labelled. Who makes the folder ready, or writes the index, has the lock
/// of the whole folder for that moment.
/// </summary>
internal static class StoreClaim
{
    private const string Prefix = "part-";
    private const string Suffix = ".lock";

    /// <summary>Takes the folder to label all of it.</summary>
    /// <exception cref="DistillException">Another labelling is at work there, of the whole or of a part; or the folder cannot be written.</exception>
    public static FileClaim TakeAll(StoreFolder folder)
    {
        var claim = folder.Lock();
        if (PartLocks(folder).FirstOrDefault(FileClaim.IsHeld) is { } held)
        {
            claim.Dispose();
            throw new DistillException(
                $"A part of {folder.Path} is being labelled by {(FileClaim.Owner(held) is { } owner ? $"{owner}" : "another process")}. Wait until it ends, or label parts here too.")
            {
                Reason = FailureReason.InUse,
            };
        }

        return claim;
    }

    /// <summary>Takes one part, and waits a while for a process that is just ending.</summary>
    /// <exception cref="DistillException">Another process labels that part, or the folder cannot be written.</exception>
    public static FileClaim TakePart(StoreFolder folder, WorkPart part, CancellationToken cancellationToken)
    {
        OutputPath.RequireFolder(folder.Path);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{part.Number:00000}-of-{part.Count:00000}{Suffix}");
        return FileClaim.TakeWithin(Path.Combine(folder.Path, name), $"Part {part} of {folder.Path}", cancellationToken);
    }

    /// <summary>Takes the folder for a moment; parts of it may be labelled meanwhile.</summary>
    /// <exception cref="DistillException">A process labels all of it, or the folder cannot be written.</exception>
    public static FileClaim TakeBriefly(StoreFolder folder, CancellationToken cancellationToken) =>
        FileClaim.TakeWithin(folder.LockPath, folder.Path, cancellationToken);

    /// <summary>Whether a file of the folder is a lock.</summary>
    public static bool IsLock(string path) => Path.GetFileName(path) is var name
        && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The processes that label parts now.</summary>
    public static IReadOnlyList<ClaimOwner> Workers(StoreFolder folder) =>
        [.. PartLocks(folder).Append(folder.LockPath).Where(FileClaim.IsHeld).Select(FileClaim.Owner).OfType<ClaimOwner>()];

    /// <summary>Removes the locks of killed processes.</summary>
    public static void RemoveAbandoned(StoreFolder folder)
    {
        foreach (var path in PartLocks(folder))
        {
            FileClaim.RemoveAbandoned(path);
        }
    }

    private static IReadOnlyList<string> PartLocks(StoreFolder folder) => Directory.Exists(folder.Path)
        ? [.. Directory.EnumerateFiles(folder.Path, Prefix + "*" + Suffix).Order(StringComparer.Ordinal)]
        : [];
}
