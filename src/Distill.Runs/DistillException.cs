namespace Distill.Runs;

/// <summary>
/// What was asked for cannot be done, for a reason that the user can understand. The message says what is wrong, where, what was
/// found, what was expected and what to do; the command line shows it alone. <see cref="Reason"/> says the kind of it.
/// </summary>
public sealed class DistillException : Exception
{
    /// <summary>An error without a message of its own; prefer the overloads that explain.</summary>
    public DistillException()
    {
    }

    /// <summary>An error that <paramref name="message"/> explains in full.</summary>
    public DistillException(string message) : base(message)
    {
    }

    /// <summary>An error that <paramref name="message"/> explains in full, with the cause kept for <c>--verbose</c>.</summary>
    public DistillException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>An error that <paramref name="message"/> explains in full, with the members that it names as what mends it.</summary>
    public DistillException(string message, params Remedy[] remedies) : base(message) => Remedies = remedies;

    /// <summary>What kind of failure it is.</summary>
    public FailureReason Reason { get; init; } = FailureReason.BadInput;

    /// <summary>
    /// Whether the work itself failed although what was asked for is right; then the command line exits with code 1. Otherwise
    /// another argument or another file mends it, or waiting for another process, and the exit code is 2.
    /// </summary>
    public bool IsWorkFailure => Reason is FailureReason.Diverged or FailureReason.Storage;

    /// <summary>What mends the mistake, where that is one member of the library's interface or a few.</summary>
    public IReadOnlyList<Remedy> Remedies { get; } = [];

    /// <summary>A file that is damaged or cut short.</summary>
    internal static DistillException Damaged(string message, Exception? innerException = null) =>
        new(message, innerException) { Reason = FailureReason.DamagedFile };

    /// <summary>A disk that is full or fails.</summary>
    internal static DistillException Storage(string message, Exception? innerException = null) =>
        new(message, innerException) { Reason = FailureReason.Storage };

    /// <summary>A training whose numbers are no longer finite.</summary>
    internal static DistillException Diverged(string message, Exception? innerException = null) =>
        new(message, innerException) { Reason = FailureReason.Diverged };
}
