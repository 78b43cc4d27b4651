using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Distill.Runs;

namespace Distill.Jobs.Recipes.Schedules;

/// <summary>Reads and writes a <see cref="ScheduledNumber"/>: a number where it is the same at every step, else an object.</summary>
internal sealed class ScheduledNumberConverter : JsonConverter<ScheduledNumber>
{
    /// <summary>The keys of a number that changes.</summary>
    /// <param name="From">The value at the first step.</param>
    /// <param name="To">The value at the last.</param>
    /// <param name="Shape">How it goes there.</param>
    /// <param name="Stairs">How many stairs there are; null for another shape.</param>
    private sealed record Keys(double From, double To, ScheduleShape Shape = ScheduleShape.Linear, int? Stairs = null);

    /// <inheritdoc/>
    public override ScheduledNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var node = JsonNode.Parse(ref reader);
        return node switch
        {
            JsonObject item => Scheduled(item, options),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) && double.IsFinite(number) => number,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => throw new JsonException($"{value.ToJsonString()} is too large"),
            JsonValue value when value.TryGetValue<string>(out var text) => throw new JsonException(OfText(text)),
            _ => throw new JsonException($$"""{{node?.ToJsonString() ?? "null"}} is no number; expected one, or {"from": 8, "to": 2}"""),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ScheduledNumber value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsConstant)
        {
            writer.WriteNumberValue(value.From);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", value.From);
            writer.WriteNumber("to", value.To);
            writer.WriteString("shape", JsonNamingPolicy.CamelCase.ConvertName(value.Shape.ToString()));
            if (value.Shape == ScheduleShape.Stairs)
            {
                writer.WriteNumber("stairs", value.Stairs);
            }

            writer.WriteEndObject();
        }
    }

    private static ScheduledNumber Scheduled(JsonObject item, JsonSerializerOptions options)
    {
        if (TreeCheck.Find(item, options.GetTypeInfo(typeof(Keys))) is { Count: > 0 } mistakes)
        {
            throw new JsonException(string.Join("; ", mistakes));
        }

        var keys = item.Deserialize<Keys>(options)!;
        var hasStairs = keys.Shape == ScheduleShape.Stairs;
        return hasStairs && keys.Stairs is not (>= ScheduledNumber.FewestStairs and <= ScheduledNumber.MostStairs)
                ? throw new JsonException($"stairs is {keys.Stairs?.ToString(CultureInfo.InvariantCulture) ?? "missing"}; expected {ScheduledNumber.FewestStairs} to {ScheduledNumber.MostStairs}")
            : !hasStairs && keys.Stairs is not null ? throw new JsonException("stairs is given, and shape is not stairs; leave one of them out")
            : new(keys.From, keys.To, keys.Shape, keys.Stairs ?? 0);
    }

    private static string OfText(string text) => WrittenNumber.TryDouble(text, out _)
        ? $"the text \"{text}\" is no number; leave out its quotation marks"
        : $$"""{{WrittenNumber.Problem(text, whole: false)}}{{(text.Contains("..", StringComparison.Ordinal) ? """; write {"from": 8, "to": 2} with numbers of your own""" : "")}}""";
}
