using System.Globalization;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Schema;

namespace Distill.Onnx.Tests.Export;

/// <summary>Exported files, taken apart.</summary>
internal static class Exported
{
    public static ModelProto Model(Classifier model, OnnxExportOptions? options = null) =>
        ModelProto.Parser.ParseFrom(OnnxExporter.Export(model, options, Students.Examples(model, 64, seed: 5)));

    public static string Metadata(this ModelProto file, string key) => file.MetadataProps.Single(entry => entry.Key == key).Value;

    /// <summary>What is against the rules of ONNX's checker, one sentence each.</summary>
    public static IEnumerable<string> Violations(this ModelProto file)
    {
        if (file.OpsetImport is not [{ Domain: "", Version: >= 17 }])
        {
            yield return "one set of operators, ONNX's own, is expected";
        }

        var defined = file.Graph.Input.Select(input => input.Name).ToHashSet();
        var read = new HashSet<string>();
        foreach (var constant in file.Graph.Initializer)
        {
            if (!defined.Add(constant.Name))
            {
                yield return $"{constant.Name} is defined twice";
            }

            var width = (TensorProto.Types.DataType)constant.DataType switch
            {
                TensorProto.Types.DataType.Int64 => 8,
                TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Int32 => 4,
                TensorProto.Types.DataType.Float16 => 2,
                TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Int8 => 1,
                _ => 0,
            };
            if (constant.Dims.Aggregate(1L, (product, size) => product * size) * width != constant.RawData.Length)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{constant.Name} has {constant.RawData.Length} bytes");
            }
        }

        foreach (var node in file.Graph.Node)
        {
            foreach (var input in node.Input.Where(input => !defined.Contains(input)))
            {
                yield return $"{node.OpType} reads {input}, which nothing before it makes";
            }

            read.UnionWith(node.Input);
            foreach (var output in node.Output.Where(output => !defined.Add(output)))
            {
                yield return $"{output} is defined twice";
            }

            foreach (var attribute in node.Attribute.Where(attribute => attribute.Name.Length == 0 || attribute.Type == AttributeProto.Types.AttributeType.Undefined))
            {
                yield return $"{node.OpType} has a setting without a name or a type";
            }
        }

        foreach (var value in file.Graph.Input.Concat(file.Graph.Output))
        {
            if (!defined.Contains(value.Name) || value.Type.TensorType.ElemType == 0 || value.Type.TensorType.Shape.Dim is not [{ DimParam: "batch" }, ..])
            {
                yield return $"{value.Name} has no definition, type or batch";
            }
        }

        foreach (var idle in file.Graph.Initializer.Where(constant => !read.Contains(constant.Name)))
        {
            yield return $"nothing reads {idle.Name}";
        }
    }
}
