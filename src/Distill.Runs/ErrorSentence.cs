namespace Distill.Runs;

/// <summary>What an error tells people, without the addresses inside libtorch that its messages end with.</summary>
internal static class ErrorSentence
{
    private const string Frames = "Exception raised from";

    /// <summary>The message of an error: of one of libtorch's what stands before its frames, of any other all of it.</summary>
    /// <param name="message">The message.</param>
    public static string WithoutFrames(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var end = message.IndexOf(Frames, StringComparison.Ordinal);
        return end > 0 ? message[..end].TrimEnd() : message;
    }
}
