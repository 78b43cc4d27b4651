using Distill.Onnx.Schema;
using Distill.Teachers.Foreign;

namespace Distill.Onnx.Teaching;

/// <summary>The names of classes that exporters leave in a model's metadata.</summary>
internal static class MetadataNames
{
    private const string Own = "distill.classes";

    // Whole configurations, as Hugging Face's tools keep them.
    private static readonly string[] Configurations = ["config", "modelconfig", "hfconfig"];

    /// <summary>All entries that name classes, or seem to: this toolkit's own first, then in the file's order.</summary>
    public static IReadOnlyList<NamedClasses> Of(ModelProto model) =>
    [
        .. model.MetadataProps
            .OrderBy(entry => entry.Key == Own ? 0 : LabelList.IsKey(entry.Key) ? 1 : 2)
            .Select(Named)
            .OfType<NamedClasses>(),
    ];

    private static NamedClasses? Named(StringStringEntryProto entry)
    {
        var isKey = entry.Key == Own || LabelList.IsKey(entry.Key);
        if (!isKey && !Configurations.Contains(entry.Key.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()))
        {
            return null;
        }

        var names = isKey || entry.Value.TrimStart().StartsWith('{') ? LabelList.Parse(entry.Value) : null;
        return names is not null || (isKey && LabelList.LooksLikeNames(entry.Value))
            ? new NamedClasses($"'{entry.Key}' of its metadata", names)
            : null;
    }
}
