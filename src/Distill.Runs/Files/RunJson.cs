using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>
/// The JSON of run directories: camel case, enumerations by name, NaN and infinities as the strings "NaN",
/// "Infinity", "-Infinity". Unknown keys are passed over, so that an older version reads what a newer one wrote.
/// </summary>
internal static class RunJson
{
    // A comparison with a hundred sample images takes under 1 MB; a claim far beyond is no file of ours.
    private const long LargestFile = 64L << 20;

    /// <summary>The settings for values that are nested in a run's files, such as configurations and results.</summary>
    public static JsonSerializerOptions Options { get; } = Frozen(indented: true);

    /// <summary>The same on one line, for metrics and for machines that read stdout.</summary>
    public static JsonSerializerOptions OneLine { get; } = Frozen(indented: false);

    /// <summary>Writes <paramref name="value"/> to a file that is always whole.</summary>
    /// <inheritdoc cref="AtomicFile.Write"/>
    public static void Write<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Options));

    /// <summary>Reads a file of a run directory; the shape is checked, the sense of the values is the caller's to check.</summary>
    /// <exception cref="DistillException">The file is missing, too large, not JSON, or of another shape.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            using var stream = AtomicFile.OpenRead(path);
            if (stream.Length > LargestFile)
            {
                throw DistillException.Damaged(
                    $"{path} has {stream.Length} bytes, but no file of a run has more than {LargestFile}; it is not ours, or damaged.");
            }

            return JsonSerializer.Deserialize<T>(stream, Options)
                ?? throw DistillException.Damaged($"{path} holds null instead of a {typeof(T).Name}; the file is damaged.");
        }
        catch (JsonException error)
        {
            throw DistillException.Damaged($"{path} is not a {typeof(T).Name} in JSON: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static JsonSerializerOptions Frozen(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = indented,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            MaxDepth = 64,
            // People read these files; the report escapes whatever it shows.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
