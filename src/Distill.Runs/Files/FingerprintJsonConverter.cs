using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>Writes a <see cref="Fingerprint"/> as its 32 digits.</summary>
internal sealed class FingerprintJsonConverter : JsonConverter<Fingerprint>
{
    /// <inheritdoc/>
    public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
