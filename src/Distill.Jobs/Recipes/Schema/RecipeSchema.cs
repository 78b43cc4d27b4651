using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Distill.Jobs.Recipes.Schedules;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>
/// The JSON Schema of recipes, made from the types that read them and the documentation of their members, so that
/// editors complete keys and explain them. docs/recipe.schema.json is its text.
/// </summary>
internal static class RecipeSchema
{
    /// <summary>The schema.</summary>
    public static JsonObject Create()
    {
        var documentation = new MemberDocumentation();
        var schema = StrictJson.Options.GetJsonSchemaAsNode(typeof(Recipe), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Describe(context, node, documentation),
        }).AsObject();
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Distill.NET recipe");
        return schema;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, MemberDocumentation documentation)
    {
        if (context.TypeInfo.Type == typeof(Duration))
        {
            node = Length();
        }

        if ((Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) == typeof(ScheduledNumber))
        {
            node = NumberOrSchedule();
        }

        if (node is not JsonObject item)
        {
            return node;
        }

        if (item["properties"] is not null)
        {
            // Unknown keys are problems, here as in the reader.
            item["additionalProperties"] = false;
        }

        if (context.PropertyInfo is { } property && documentation.Summary(property.DeclaringType, property.Name) is { } summary)
        {
            item.Insert(0, "description", summary);
        }

        return item;
    }

    private static JsonObject NumberOrSchedule() => new()
    {
        ["type"] = new JsonArray("number", "object", "null"),
        ["properties"] = new JsonObject
        {
            ["from"] = new JsonObject { ["type"] = "number" },
            ["to"] = new JsonObject { ["type"] = "number" },
            ["shape"] = new JsonObject { ["enum"] = new JsonArray("linear", "cosine", "stairs") },
            ["stairs"] = new JsonObject { ["type"] = "integer", ["minimum"] = ScheduledNumber.FewestStairs, ["maximum"] = ScheduledNumber.MostStairs },
        },
        ["required"] = new JsonArray("from", "to"),
    };

    private static JsonObject Length() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["epochs"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 },
            ["steps"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        },
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
    };
}
