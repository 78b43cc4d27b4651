using System.Text.Json;

namespace Distill.Runs.Metrics;

/// <summary>
/// Appends records to metrics.jsonl. Each line reaches the operating system as soon as it is written, so a killed
/// process loses none; what a crash of the machine tears is the last line, and the next opening cuts it. Two writers of one file
/// would tear each other's lines, so the second is refused.
/// </summary>
public sealed class MetricsWriter : IProgress<MetricsRecord>, IDisposable
{
    private readonly FileClaim claim;
    private readonly FileStream stream;

    /// <summary>Opens the file to append, and makes it where it is missing.</summary>
    /// <exception cref="DistillException">The file cannot be opened, another writer has it, or a line before the last is not a record.</exception>
    public MetricsWriter(string path) : this(path, long.MaxValue)
    {
    }

    private MetricsWriter(string path, long lastStep)
    {
        claim = FileClaim.Take(path + ".lock", path);
        try
        {
            // Without a buffer, what a full disk refuses is not tried again by closing.
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            claim.Dispose();
            throw WriteFailure.Of(path, error);
        }

        try
        {
            stream.SetLength(MetricsReader.EndOfStep(stream, path, lastStep));
            stream.Seek(0, SeekOrigin.End);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the file to resume after <paramref name="step"/>: records of later steps, which a resumed run computes
    /// again, are cut.
    /// </summary>
    /// <exception cref="DistillException">The file cannot be opened, another writer has it, or a line before the last is not a record.</exception>
    public static MetricsWriter ResumeAfter(string path, long step) => new(path, step);

    /// <inheritdoc/>
    /// <exception cref="DistillException">The disk is full or fails; the next opening cuts what is there of the line.</exception>
    public void Report(MetricsRecord record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, RunJson.OneLine);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        try
        {
            stream.Write(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(stream.Name, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        claim.Dispose();
    }
}
