using System.Text.Json;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Jobs.Overviews;

/// <summary>A run in one line.</summary>
/// <param name="Name">Its folder, from the folder that was listed.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Started">When it was made.</param>
/// <param name="Seconds">How long it took, breaks included; null for one that is not over.</param>
/// <param name="Data">The data set as it was named; null where the run has none.</param>
/// <param name="Model">The model that was trained or chosen; null before it is known.</param>
/// <param name="Right">The share of the test set that the model gets right, 0 to 1; null where it was not tested.</param>
/// <param name="HeldOutRight">The share of the held-out examples that it gets right after the last step; null where there are none.</param>
/// <param name="Temperature">The temperature of distillation; null without a teacher.</param>
/// <param name="Message">Why it failed, or why its folder cannot be read; null otherwise.</param>
internal sealed record RunOverview(
    string Name,
    RunKind? Kind,
    RunStatus? Status,
    DateTimeOffset? Started,
    double? Seconds,
    string? Data,
    string? Model,
    double? Right,
    double? HeldOutRight,
    double? Temperature,
    string? Message)
{
    /// <summary>Reads what run.json and evaluation.json say; a run that cannot be read is one line all the same.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="name">What to call it.</param>
    public static RunOverview Of(string path, string name)
    {
        try
        {
            using var facts = RunFacts.Quick(path);
            if (facts is not null)
            {
                return Of(name, facts);
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, of which a whole read tells.
        }

        try
        {
            using var facts = RunFacts.Whole(path);
            return Of(name, facts);
        }
        catch (DistillException damaged)
        {
            return new RunOverview(name, null, null, null, null, null, null, null, null, null, damaged.Message);
        }
    }

    /// <summary>When it was made, for sorting; a run that cannot be read is the oldest.</summary>
    [JsonIgnore]
    public DateTimeOffset When => Started ?? DateTimeOffset.MinValue;

    private static RunOverview Of(string name, RunFacts facts)
    {
        var chosen = Chosen(facts.Results);
        return new RunOverview(
            name,
            facts.Kind,
            facts.Status,
            facts.Started,
            facts.Finished is { } finished ? (finished - facts.Started).TotalSeconds : null,
            Text(facts.Configuration, "data") ?? Text(facts.Configuration, "data", "set"),
            facts.Tested?.Model ?? chosen?.Row,
            facts.Tested is { Examples: > 0 } tested ? 1 - ((double)tested.Errors / tested.Examples) : chosen?.Right,
            HeldOut(facts.Results),
            IsDistilled(facts) ? Number(facts.Configuration, "temperature") : Number(facts.Results, "student", "temperature"),
            facts.Message);
    }

    private static bool IsDistilled(RunFacts facts) =>
        Text(facts.Configuration, "targets") is not null
        || (Value(facts.Configuration, "teacher") is { ValueKind: JsonValueKind.Array } files && files.GetArrayLength() > 0);

    // A comparison keeps its rows by their ids, and which of them its headline is about.
    private static (string Row, double? Right)? Chosen(JsonElement? results) =>
        Text(results, "headline", "row") is { } row ? (row, Number(results, row, "accuracy")) : null;

    private static double? HeldOut(JsonElement? results) =>
        (Number(results, "last", "errors"), Number(results, "last", "cases")) is ({ } errors, > 0 and var cases) ? 1 - (errors / cases) : null;

    private static string? Text(JsonElement? from, params ReadOnlySpan<string> keys) =>
        Value(from, keys) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static double? Number(JsonElement? from, params ReadOnlySpan<string> keys) =>
        Value(from, keys) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    private static JsonElement? Value(JsonElement? from, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (from is not { ValueKind: JsonValueKind.Object } inside || !inside.TryGetProperty(key, out var found))
            {
                return null;
            }

            from = found;
        }

        return from;
    }
}
