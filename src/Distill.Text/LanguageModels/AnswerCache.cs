using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Text.LanguageModels;

/// <summary>Answers in a file, one a line, written as they come: what was asked once is not asked again. One process has the file.</summary>
internal sealed class AnswerCache : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ConcurrentDictionary<string, ChatAnswer> answers = new(StringComparer.Ordinal);
    private readonly FileStream file;
    private readonly Lock writing = new();

    private AnswerCache(FileStream file) => this.file = file;

    /// <summary>Opens or begins a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DistillException">It cannot be opened, another process has it, or it holds something else.</exception>
    public static AnswerCache Open(string path)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path}, which keeps the answers, cannot be opened; another process may have it: {error.Message}", error);
        }

        var cache = new AnswerCache(file);
        try
        {
            cache.Read(path);
            return cache;
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <summary>How many answers there are.</summary>
    public int Count => answers.Count;

    /// <summary>An answer; null where nothing was asked so.</summary>
    public ChatAnswer? Find(string key) => answers.GetValueOrDefault(key);

    /// <summary>Keeps an answer, on the disk when this returns.</summary>
    public void Add(ChatAnswer answer)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(answer, Json);
        lock (writing)
        {
            file.Write([.. line, (byte)'\n']);
            file.Flush(flushToDisk: false);
            answers[answer.Key] = answer;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // A process that was killed leaves half a line, which goes.
    private void Read(string path)
    {
        using var reader = new MemoryStream();
        file.CopyTo(reader);
        var bytes = reader.ToArray();
        var end = 0;
        for (var number = 1; bytes.AsSpan(end).IndexOf((byte)'\n') is >= 0 and var length; number++)
        {
            var answer = Parse(bytes.AsSpan(end, length), $"{path}, line {number}");
            answers[answer.Key] = answer;
            end += length + 1;
        }

        file.SetLength(end);
        file.Seek(0, SeekOrigin.End);
    }

    private static ChatAnswer Parse(ReadOnlySpan<byte> line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<ChatAnswer>(line, Json) is { Key: not null } answer ? answer : throw new DistillException($"{where}: no answer of a language model.");
        }
        catch (JsonException error)
        {
            throw new DistillException($"{where}: no answer of a language model: {error.Message} Move the file away to ask anew.", error);
        }
    }
}
