using Distill.Onnx.Schema;
using Distill.Teachers.Foreign;

namespace Distill.Onnx.Teaching;

/// <summary>The names of classes that exporters leave in a model's metadata.</summary>
internal static class MetadataNames
{
    // This toolkit's own, Ultralytics', Hugging Face's, and what others use.
    private static readonly string[] Keys = ["distill.classes", "names", "id2label", "classes", "labels", "class_names"];

    /// <summary>The first that can be read; null where there is none.</summary>
    public static IReadOnlyList<string>? Of(ModelProto model) => Keys
        .SelectMany(key => model.MetadataProps.Where(entry => entry.Key == key))
        .Select(entry => LabelList.Parse(entry.Value))
        .FirstOrDefault(names => names is not null);
}
