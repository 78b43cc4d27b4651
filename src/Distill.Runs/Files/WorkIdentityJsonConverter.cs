using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>Writes a <see cref="WorkIdentity"/> as one object of texts.</summary>
internal sealed class WorkIdentityJsonConverter : JsonConverter<WorkIdentity>
{
    /// <inheritdoc/>
    public override WorkIdentity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader) ?? throw new JsonException("holds null"));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, WorkIdentity value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (name, fact) in value.Facts)
        {
            writer.WriteString(name, fact);
        }

        writer.WriteEndObject();
    }
}
