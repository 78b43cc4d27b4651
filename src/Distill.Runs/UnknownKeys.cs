using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Distill.Runs;

/// <summary>Finds the keys and choices of a JSON tree that its type does not have, all of them, before the serializer stops at the first.</summary>
internal static class UnknownKeys
{
    /// <summary>One sentence for each unknown key or choice: its place, the near-miss, those that exist.</summary>
    public static IReadOnlyList<string> Find(JsonNode tree, JsonTypeInfo type)
    {
        var mistakes = new List<string>();
        Visit(tree, type, "", mistakes);
        return mistakes;
    }

    private static void Visit(JsonNode? node, JsonTypeInfo type, string path, List<string> mistakes)
    {
        // A nullable value has the keys of the value.
        type = Nullable.GetUnderlyingType(type.Type) is { } inner ? type.Options.GetTypeInfo(inner) : type;
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
            mistakes.Add($"{path} is '{text}'; expected {string.Join(", ", names)}.{NearMiss.Question(text, names)}");
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
                    : $"{Join(path, discriminator)} is '{given}'; expected {List(kinds.Keys)}.{NearMiss.Question(given, kinds.Keys)}");
                return;
            }

            type = type.Options.GetTypeInfo(kind);
        }

        var properties = type.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var (key, value) in item)
        {
            if (properties.TryGetValue(key, out var property))
            {
                Visit(value, type.Options.GetTypeInfo(property.PropertyType), Join(path, key), mistakes);
            }
            else if (key != discriminator)
            {
                mistakes.Add($"unknown key '{Join(path, key)}'.{NearMiss.Question(key, properties.Keys)} The keys here are {List(properties.Keys)}");
            }
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
