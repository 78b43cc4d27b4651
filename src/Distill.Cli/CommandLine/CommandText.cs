namespace Distill.Cli.CommandLine;

/// <summary>Commands as people type them.</summary>
internal static class CommandText
{
    /// <summary>The command that is running, with more arguments.</summary>
    public static string Same(params ReadOnlySpan<string> more) => Of([.. Environment.GetCommandLineArgs().Skip(1), .. more]);

    /// <summary>A command of this program.</summary>
    /// <param name="arguments">Its arguments; those with spaces are quoted.</param>
    public static string Of(params IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend("distill").Select(argument => argument.Length > 0 && !argument.Any(char.IsWhiteSpace) ? argument : $"\"{argument}\""));
}
