namespace Distill.Runs;

/// <summary>Looks whether an output can be written before hours of work go into it.</summary>
internal static class OutputPath
{
    /// <summary>Checks that a file can be made or replaced.</summary>
    /// <exception cref="DistillException">It is a folder, or its folder is missing or not writable.</exception>
    /// <exception cref="DistillException">The disk is full or fails.</exception>
    public static void RequireFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
        {
            throw new DistillException($"{path} is a folder; name a file.");
        }

        try
        {
            AtomicFile.Try(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(path, error);
        }
    }

    /// <summary>Makes a folder where it is missing, with those above it, and checks that files can be made in it.</summary>
    /// <exception cref="DistillException">It is a file, cannot be made, or is not writable.</exception>
    /// <exception cref="DistillException">The disk is full or fails.</exception>
    public static void RequireFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (File.Exists(path))
        {
            throw new DistillException($"{path} is a file; name a folder.");
        }

        MakeFolder(path);
        RequireFile(Path.Combine(path, "output"));
    }

    /// <summary>Makes a folder where it is missing, with those above it.</summary>
    /// <exception cref="DistillException">It cannot be made.</exception>
    internal static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw WriteFailure.OfFolder(path, error);
        }
    }
}
