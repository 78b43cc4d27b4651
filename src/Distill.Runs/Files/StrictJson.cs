using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Distill.Runs;

/// <summary>
/// The JSON that people write: recipes, model specifications, options. Camel case, comments and trailing commas
/// allowed, enumerations by name; an unknown key, a missing one and a value of another type are mistakes, all of which are
/// answered at once with their place, the near-miss and the keys that exist.
/// </summary>
internal static class StrictJson
{
    private const int LargestText = 16 << 20;

    /// <summary>The settings, for types that are nested elsewhere; indented.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonDocumentOptions Syntax { get; } = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 64,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a value from a file.</summary>
    /// <exception cref="DistillException">The file is missing, too large, not JSON, or not a <typeparamref name="T"/>.</exception>
    public static T ReadFile<T>(string path) => Read<T>(ReadTree(path), path);

    /// <summary>Reads a file as a tree of nodes, for overrides before <see cref="Read{T}(JsonNode, string)"/>.</summary>
    /// <exception cref="DistillException">The file is missing, too large or not JSON.</exception>
    public static JsonNode ReadTree(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new DistillException($"{path} cannot be read: it is a folder, and a JSON file is needed.");
            }

            var length = new FileInfo(path).Length;
            if (length > LargestText)
            {
                throw new DistillException($"{path} has {length} bytes; a configuration has at most {LargestText}.");
            }

            return ParseTree(AtomicFile.ReadText(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DistillException($"{path} cannot be read: there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a text as a tree of nodes.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">What to call the text in messages, for example a file's path.</param>
    /// <exception cref="DistillException">The text is not JSON, or is null.</exception>
    public static JsonNode ParseTree(string text, string source)
    {
        try
        {
            var tree = JsonNode.Parse(text, documentOptions: Syntax)
                ?? throw new DistillException($"{source} holds null; expected an object.");
            // Editors read this key; the value itself has no such member.
            (tree as JsonObject)?.Remove("$schema");
            return tree;
        }
        catch (JsonException error)
        {
            throw new DistillException($"{source} is not JSON: {SyntaxMistake.Words(error, text)}.", error);
        }
    }

    /// <summary>Reads a value from a text.</summary>
    /// <exception cref="DistillException">The text is not JSON, or not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string text, string source) => Read<T>(ParseTree(text, source), source);

    /// <summary>Reads a value from a tree of nodes.</summary>
    /// <exception cref="DistillException">The tree is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(JsonNode tree, string source)
    {
        try
        {
            var mistakes = TreeCheck.Find(tree, Options.GetTypeInfo(typeof(T)));
            if (mistakes.Count > 0)
            {
                throw new DistillException(ProblemList.Sentence(source, mistakes));
            }

            return tree.Deserialize<T>(Options) ?? throw new DistillException($"{source} holds null; expected an object.");
        }
        catch (JsonException error)
        {
            throw new DistillException($"{source}: {SyntaxMistake.Place(error)}{SyntaxMistake.WithoutPlace(error)}.", error);
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new DistillException($"{source}: {error.Message}", error);
        }
    }

    /// <summary>Writes a value, indented.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            WriteIndented = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowOutOfOrderMetadataProperties = true,
            // What a type works out from its keys is no key of its own.
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 64,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseAnonymous } },
        };
        options.MakeReadOnly();
        return options;
    }

    // All properties of an anonymous type are read-only: it would be written as {}.
    private static void RefuseAnonymous(JsonTypeInfo type)
    {
        if (type.Type.Name.StartsWith("<>", StringComparison.Ordinal))
        {
            throw new NotSupportedException("an anonymous type has no keys in this JSON; write a record");
        }
    }
}
