using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Jobs.Overviews;

/// <summary>What an overview takes from run.json and evaluation.json. The JSON values live as long as it does.</summary>
/// <param name="Kind">What the run does.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Started">When it was made.</param>
/// <param name="Finished">When it ended; null before.</param>
/// <param name="Configuration">What it was asked for.</param>
/// <param name="Results">What came of it; null before the end.</param>
/// <param name="Message">Why it failed; null otherwise.</param>
/// <param name="Tested">The model that was tested, its errors, and out of how many; null where none was.</param>
internal sealed record RunFacts(
    RunKind Kind,
    RunStatus Status,
    DateTimeOffset Started,
    DateTimeOffset? Finished,
    JsonElement Configuration,
    JsonElement? Results,
    string? Message,
    (string Model, long Errors, long Examples)? Tested) : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly Dictionary<string, RunKind> Kinds = Names<RunKind>();
    private static readonly Dictionary<string, RunStatus> Statuses = Names<RunStatus>();

    private readonly List<JsonDocument> documents = [];

    /// <summary>
    /// Reads a run of which everything that is needed is as expected, and nothing else of it: a folder may hold ten thousand.
    /// </summary>
    /// <param name="path">The run's folder.</param>
    /// <returns>Null for a run that has to be read whole, to be told what is wrong with it.</returns>
    public static RunFacts? Quick(string path)
    {
        var documents = new List<JsonDocument>();
        try
        {
            var manifest = Open(Path.Combine(path, "run.json"));
            var evaluation = Path.Combine(path, "evaluation.json");
            var tested = File.Exists(evaluation) ? Tests(Open(evaluation)) : null;
            if (manifest.GetProperty("format").GetInt32() == RunManifest.CurrentFormat)
            {
                var facts = new RunFacts(
                    Kinds[manifest.GetProperty("kind").GetString()!],
                    Statuses[manifest.GetProperty("status").GetString()!],
                    manifest.GetProperty("started").GetDateTimeOffset(),
                    Optional(manifest, "finished")?.GetDateTimeOffset(),
                    manifest.GetProperty("configuration"),
                    Optional(manifest, "results"),
                    Optional(manifest, "message")?.GetString(),
                    tested);
                facts.documents.AddRange(documents);
                return facts;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or NotSupportedException)
        {
            // Read whole, it says the same in words.
        }

        documents.ForEach(document => document.Dispose());
        return null;

        JsonElement Open(string file)
        {
            documents.Add(JsonDocument.Parse(AtomicFile.ReadBytes(file), Strict));
            return documents[^1].RootElement;
        }
    }

    /// <summary>Reads the same from files that are read whole.</summary>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="DistillException">A file is missing, damaged or of a newer format.</exception>
    public static RunFacts Whole(string path)
    {
        var run = RunDirectory.Open(path);
        var manifest = run.ReadManifest();
        var tested = File.Exists(run.EvaluationPath) ? EvaluationSummary.Read(run.EvaluationPath) : null;
        return new RunFacts(
            manifest.Kind, manifest.Status, manifest.Started, manifest.Finished, manifest.Configuration, manifest.Results, manifest.Message,
            tested is null ? null : (tested.Model, tested.Test.Errors, tested.Examples));
    }

    /// <inheritdoc/>
    public void Dispose() => documents.ForEach(document => document.Dispose());

    private static (string Model, long Errors, long Examples)? Tests(JsonElement evaluation) =>
        evaluation.GetProperty("format").GetInt32() == EvaluationSummary.CurrentFormat
            ? (evaluation.GetProperty("model").GetString()!, evaluation.GetProperty("test").GetProperty("errors").GetInt64(), evaluation.GetProperty("examples").GetInt64())
            : throw new InvalidOperationException("Another format.");

    private static JsonElement? Optional(JsonElement from, string key) =>
        from.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);
}
