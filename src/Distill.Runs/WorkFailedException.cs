namespace Distill.Runs;

/// <summary>
/// The work itself failed although what was asked for is right: a full disk, a broken file system, numbers that are no
/// longer finite. The message says what is lost, what is kept and what to do; the command line shows it alone and exits with
/// code 1.
/// </summary>
public sealed class WorkFailedException : DistillException
{
    /// <summary>
    /// Whether the same work can succeed, or go on, once the cause is gone; false where it would come to the same end again, as
    /// numbers that diverge do.
    /// </summary>
    public bool CanGoOn { get; init; } = true;

    /// <summary>An error without a message of its own; prefer the overloads that explain.</summary>
    public WorkFailedException()
    {
    }

    /// <summary>An error that <paramref name="message"/> explains in full.</summary>
    public WorkFailedException(string message) : base(message)
    {
    }

    /// <summary>An error that <paramref name="message"/> explains in full, with the cause kept for <c>--verbose</c>.</summary>
    public WorkFailedException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
