using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Distill.Runs;

/// <summary>
/// Finds what a JSON tree has that its type does not read, all of it, before the serializer stops at the first: unknown
/// keys and choices, missing keys, values of another kind.
/// </summary>
internal static class TreeCheck
{
    /// <summary>One sentence for each mistake: its place, what was expected, the near-miss.</summary>
    public static IReadOnlyList<string> Find(JsonNode tree, JsonTypeInfo type)
    {
        var mistakes = new List<string>();
        Visit(tree, type, "", mistakes);
        return mistakes;
    }

    private static void Visit(JsonNode? node, JsonTypeInfo type, string path, List<string> mistakes)
    {
        if (node is null && type.Type.IsValueType && Nullable.GetUnderlyingType(type.Type) is null)
        {
            mistakes.Add(Null(path, type));
            return;
        }

        // A nullable value has the keys of the value.
        type = Nullable.GetUnderlyingType(type.Type) is { } inner ? type.Options.GetTypeInfo(inner) : type;
        if (node is not null && ValueCheck.Problem(node, type, path.Length == 0 ? "it" : path) is { } problem)
        {
            mistakes.Add(problem);
            return;
        }

        switch (node)
        {
            case JsonArray array when type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { } element:
                for (var index = 0; index < array.Count; index++)
                {
                    Visit(array[index], type.Options.GetTypeInfo(element), $"{path}[{index}]", mistakes);
                }

                break;
            case JsonObject dictionary when type.Kind == JsonTypeInfoKind.Dictionary && type.ElementType is { } element:
                foreach (var (key, value) in dictionary)
                {
                    Visit(value, type.Options.GetTypeInfo(element), Join(path, key), mistakes);
                }

                break;
            case JsonValue text when type.Type.IsEnum:
                VisitChoice(text, type.Type, path, mistakes);
                break;
            case JsonObject item when type.Kind == JsonTypeInfoKind.Object:
                VisitObject(item, type, path, mistakes);
                break;
        }
    }

    private static void VisitChoice(JsonValue value, Type choice, string path, List<string> mistakes)
    {
        var names = Enum.GetNames(choice).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        if (value.TryGetValue<string>(out var text) && !names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Add(Choice(path, text, names));
        }
    }

    private static void VisitObject(JsonObject item, JsonTypeInfo type, string path, List<string> mistakes)
    {
        string? discriminator = null;
        if (type.PolymorphismOptions is { } polymorphism)
        {
            discriminator = polymorphism.TypeDiscriminatorPropertyName;
            var kinds = polymorphism.DerivedTypes.ToDictionary(derived => derived.TypeDiscriminator?.ToString() ?? "", derived => derived.DerivedType);
            var given = item[discriminator] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
            if (given is null || !kinds.TryGetValue(given, out var kind))
            {
                mistakes.Add(given is null
                    ? $"{Join(path, discriminator)} is missing; expected {List(kinds.Keys)}"
                    : Choice(Join(path, discriminator), given, kinds.Keys.Order(StringComparer.Ordinal)));
                return;
            }

            type = type.Options.GetTypeInfo(kind);
        }

        var properties = type.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .ToDictionary(property => property.Name, StringComparer.Ordinal);
        var unknown = false;
        foreach (var (key, value) in item)
        {
            if (properties.TryGetValue(key, out var property) && value is null && !AllowsNull(property))
            {
                mistakes.Add(Null(Join(path, key), type.Options.GetTypeInfo(property.PropertyType)));
            }
            else if (property is not null)
            {
                Visit(value, type.Options.GetTypeInfo(property.PropertyType), Join(path, key), mistakes);
            }
            else if (key != discriminator)
            {
                unknown = true;
                mistakes.Add($"unknown key '{Join(path, key)}'.{NearMiss.Question(key, properties.Keys)} The keys here are {List(properties.Keys)}");
            }
        }

        // A key that is not known may be the missing one, mistyped.
        mistakes.AddRange(properties.Values
            .Where(property => !unknown && IsRequired(property) && !item.ContainsKey(property.Name))
            .Select(property => $"{Join(path, property.Name)} is missing"));
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static bool AllowsNull(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && (property.AssociatedParameter?.IsNullable ?? property.IsSetNullable));

    private static string Null(string path, JsonTypeInfo type) =>
        $"{path} is null{(ValueCheck.Expected(type) is { } kind ? $"; expected {kind}" : "")}";

    private static string Choice(string path, string given, IEnumerable<string> names)
    {
        var known = names.ToList();
        return $"{path} is '{given}'; expected {string.Join(", ", known)}{(NearMiss.Question(given, known) is { Length: > 0 } question ? "." + question : "")}";
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
