using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Training;

/// <summary>Reads and writes a <see cref="Duration"/> as <c>{"epochs": 30}</c> or <c>{"steps": 500}</c>.</summary>
internal sealed class DurationJsonConverter : JsonConverter<Duration>
{
    private const string Expected = """expected {"epochs": 30} or {"steps": 500}, with a number of your own""";

    /// <inheritdoc/>
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A duration is an object with its unit; {Expected}.");
        }

        reader.Read();
        var unit = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
        reader.Read();
        Duration? duration = unit switch
        {
            "epochs" when reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var epochs) => Duration.Epochs(epochs),
            "steps" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var steps) => Duration.Steps(steps),
            _ => null,
        };
        if (duration is null || !reader.Read() || reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException($"A duration has one key, epochs or steps, and its number (steps are whole); {Expected}.");
        }

        return duration.Value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        if (value.StepCount is { } steps)
        {
            writer.WriteNumber("steps", steps);
        }
        else
        {
            writer.WriteNumber("epochs", value.EpochCount ?? 0);
        }

        writer.WriteEndObject();
    }
}
