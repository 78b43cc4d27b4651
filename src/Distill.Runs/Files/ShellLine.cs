namespace Distill.Runs;

/// <summary>A command as a shell reads it.</summary>
internal static class ShellLine
{
    private const string Plain = "-_./=:,+@%";

    /// <summary>The program and its arguments in one line; what a shell would read otherwise is quoted.</summary>
    public static string Of(IEnumerable<string> command) => string.Join(' ', command.Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
