using System.Text.Json;

namespace Distill.Runs.Metrics;

/// <summary>Reads metrics.jsonl, also while the run still writes it.</summary>
internal static class MetricsReader
{
    // A record of a hundred values takes under 5 kB.
    private const int LongestLine = 1 << 20;

    /// <summary>The records after some bytes, each with where its line ends: what a run has written since one looked last.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where a line begins, in bytes.</param>
    /// <exception cref="DistillException">The file cannot be read, or a line is not a record; thrown as the lines are reached.</exception>
    internal static IEnumerable<(MetricsRecord Record, long End)> ReadAfter(string path, long start)
    {
        using var stream = Open(path);
        stream.Seek(start, SeekOrigin.Begin);
        foreach (var (record, end) in Records(stream, path))
        {
            yield return (record, start + end);
        }
    }

    /// <summary>Where the last whole line up to <paramref name="step"/> ends, in bytes.</summary>
    internal static long EndOfStep(Stream stream, string path, long step)
    {
        var end = 0L;
        foreach (var (record, recordEnd) in Records(stream, path))
        {
            if (record.Step > step)
            {
                break;
            }

            end = recordEnd;
        }

        return end;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return AtomicFile.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<(MetricsRecord Record, long End)> Records(Stream stream, string path)
    {
        var buffer = new byte[1 << 14];
        var filled = 0;
        var end = 0L;
        var number = 0;
        while (stream.Read(buffer, filled, buffer.Length - filled) is var read and > 0)
        {
            filled += read;
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, filled - start) is var newline and >= 0)
            {
                number++;
                end += newline + 1 - start;
                yield return (Parse(buffer.AsSpan(start, newline - start), path, number), end);
                start = newline + 1;
            }

            filled -= start;
            Array.Copy(buffer, start, buffer, 0, filled);
            if (filled == buffer.Length)
            {
                if (filled >= LongestLine)
                {
                    throw new DistillException($"{path}, line {number + 1}: longer than {LongestLine} bytes, so not a record of metrics.");
                }

                Array.Resize(ref buffer, filled * 2);
            }
        }
    }

    private static MetricsRecord Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricsRecord>(line, RunJson.OneLine)
                ?? throw new DistillException($"{path}, line {number}: holds null, expected a record of metrics.");
        }
        catch (JsonException error)
        {
            const string example = """{"step":1,"epoch":0.1,"kind":"train","values":{"loss":2.3}}""";
            throw new DistillException($"{path}, line {number}: not a record of metrics such as {example}: {error.Message}", error);
        }
    }
}
