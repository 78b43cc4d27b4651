using Distill.Runs;

namespace Distill.Cli.Terminal;

/// <summary>Work whose results are kept in a folder: says where that is, whether it is done already, and what goes on with it where it ends early.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Resume">The command that goes on with it.</param>
internal sealed record FolderWork(string Path, string Resume)
{
    // Of every run; the lock is still there while its process tells of a failure.
    private static readonly string[] Always = ["run.json", "run.lock"];

    /// <summary>What the folder is called on the screen.</summary>
    public string Label { get; init; } = "Run:   ";

    /// <summary>Takes up what is done, or does it, with its progress on the screen.</summary>
    /// <param name="screen">Where it shows.</param>
    /// <param name="finished">What came of work that is done; null where it is not.</param>
    /// <param name="work">The work.</param>
    public T Finish<T>(Screen screen, Func<T?> finished, Func<IWorkDisplay, T> work)
        where T : class
    {
        if (finished() is { } done)
        {
            Screen.Say($"Already done: {Path}");
            return done;
        }

        return Do(screen, work);
    }

    /// <summary>Does it, with its progress on the screen.</summary>
    public T Do<T>(Screen screen, Func<IWorkDisplay, T> work)
    {
        Screen.Say($"{Label} {Path}");
        try
        {
            using var progress = screen.Progress();
            return work(progress);
        }
        catch (Exception failure) when (failure is not DistillException { Reason: FailureReason.Diverged } && (failure is not DistillException || HasBegun()))
        {
            FailureText.GoesOnWith(failure, Resume);
            throw;
        }
    }

    // A mistake that is found before anything is done, such as a wrong name of the data, is not mended by going on.
    private bool HasBegun() =>
        Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any(entry => !Always.Contains(System.IO.Path.GetFileName(entry)));
}
