namespace Distill.Runs;

/// <summary>
/// A mistake that the user can mend: a bad option, file or configuration. The message says what is wrong, where,
/// what was found, what was expected and what to do; the command line shows it alone and exits with code 2. Where the work itself
/// failed, which no other argument mends, it is a <see cref="WorkFailedException"/>.
/// </summary>
public class DistillException : Exception
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

    /// <summary>What mends the mistake, where that is one member of the library's interface or a few.</summary>
    public IReadOnlyList<Remedy> Remedies { get; } = [];
}
