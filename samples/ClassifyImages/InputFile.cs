using Microsoft.ML.OnnxRuntime;

/// <summary>Reads files that people name: what is wrong with one is said in a sentence.</summary>
internal static class InputFile
{
    /// <summary>What <paramref name="read"/> makes of a file.</summary>
    /// <exception cref="InvalidDataException">The file is missing or unreadable, or not what it should be.</exception>
    public static T Read<T>(string path, string expected, Func<string, T> read)
    {
        try
        {
            return Directory.Exists(path) ? throw new InvalidDataException($"{path} is a folder; expected {expected}.")
                : File.Exists(path) ? read(path)
                : throw new InvalidDataException($"{path}: there is no such file.");
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            var reason = error.Message.ReplaceLineEndings(" ");
            throw new InvalidDataException($"{path} cannot be read as {expected}: {reason}", error);
        }
    }
}
