namespace Distill.Runs;

/// <summary>
/// A claim on a piece of work that several processes may take, on one machine or on several that share a folder: a file that
/// only one of them has open. The system releases it when the process ends, in whatever way.
/// </summary>
public sealed class FileClaim : IDisposable
{
    private readonly FileStream file;

    private FileClaim(FileStream file) => this.file = file;

    /// <summary>Takes the claim; null where another process has it.</summary>
    /// <param name="path">The file, which is made where it is missing, with its folder. It stays empty.</param>
    /// <exception cref="DistillException">The file cannot be made or written.</exception>
    public static FileClaim? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileClaim(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Releases the claim. The file stays: between a removal and the next claim two processes could each have one.</summary>
    public void Dispose() => file.Dispose();
}
