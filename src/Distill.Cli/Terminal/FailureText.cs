using Distill.Runs;

namespace Distill.Cli.Terminal;

/// <summary>What people read of work that did not come to its end: a sentence, and what goes on with it where that can be.</summary>
internal static class FailureText
{
    private const string ResumeKey = "distill.resume";

    /// <summary>Leaves with an error the command that resumes the work.</summary>
    public static void GoesOnWith(Exception failure, string command) => failure.Data[ResumeKey] = command;

    /// <summary>Writes why the work ended.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="verbose">Whether to show where in the program it arose.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Exception failure, bool verbose, TextWriter output)
    {
        var isMistake = failure is DistillException or IOException or UnauthorizedAccessException;
        output.WriteLine($"distill: {(isMistake ? RemedyNames.Explain(failure) : ErrorSentence.WithoutFrames(failure.Message))}");
        if (verbose)
        {
            output.WriteLine(failure);
        }
        else if (!isMistake)
        {
            output.WriteLine("Run again with --verbose for the stack trace.");
        }

        if (failure.Data[ResumeKey] is string command)
        {
            output.WriteLine($"What is done is kept; {(isMistake ? "once that is mended, " : "")}resume with: {command}");
        }
    }

    /// <summary>Writes that the user stopped the work.</summary>
    public static void WriteInterrupted(Exception interruption, TextWriter output) => output.WriteLine(
        interruption.Data[ResumeKey] is string command ? $"distill: interrupted; resume with: {command}" : "distill: interrupted.");
}
