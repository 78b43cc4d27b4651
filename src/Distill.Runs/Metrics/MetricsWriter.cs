using System.Text.Json;

namespace Distill.Runs.Metrics;

/// <summary>
/// Appends records to metrics.jsonl. Each line reaches the operating system as soon as it is written, so a killed
/// process loses none; what a crash of the machine tears is the last line, and the next opening cuts it.
/// </summary>
public sealed class MetricsWriter : IMetricsObserver, IDisposable
{
    private readonly FileStream stream;

    /// <summary>Opens the file to append, and makes it where it is missing.</summary>
    /// <exception cref="DistillException">The file cannot be opened, or a line before the last is not a record.</exception>
    public MetricsWriter(string path) : this(path, long.MaxValue)
    {
    }

    private MetricsWriter(string path, long lastStep)
    {
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path} cannot be opened to write metrics: {error.Message}", error);
        }

        try
        {
            stream.SetLength(MetricsReader.EndOfStep(stream, path, lastStep));
            stream.Seek(0, SeekOrigin.End);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the file to go on after <paramref name="step"/>: records of later steps, which a resumed run computes
    /// again, are cut.
    /// </summary>
    /// <exception cref="DistillException">The file cannot be opened, or a line before the last is not a record.</exception>
    public static MetricsWriter ResumeAfter(string path, long step) => new(path, step);

    /// <inheritdoc/>
    public void Observe(MetricsRecord record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, RunJson.OneLine);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        stream.Write(line);
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
