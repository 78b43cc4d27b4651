using Distill.Onnx.Export.Writing;
using Distill.Onnx.Schema;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Export.Strings;

/// <summary>Operators of ONNX Runtime Extensions, which ONNX Runtime has where an application registers them.</summary>
internal static class ExtensionNodes
{
    /// <summary>The domain of their names.</summary>
    public const string Domain = "ai.onnx.contrib";

    /// <summary>Adds a node and gives its first output's name.</summary>
    /// <param name="writer">Where nodes go.</param>
    /// <param name="type">Its operator.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="outputs">What it makes.</param>
    /// <param name="attributes">Its settings.</param>
    public static string Add(GraphWriter writer, string type, string[] inputs, string[] outputs, params IEnumerable<AttributeProto> attributes)
    {
        writer.Graph.Node.Add(new NodeProto { OpType = type, Domain = Domain, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });
        return outputs[0];
    }

    /// <summary>Lets sessions have them.</summary>
    /// <exception cref="DistillException">Their native library is not here.</exception>
    public static void Register(SessionOptions options)
    {
        try
        {
            options.RegisterOrtExtensions();
        }
        catch (Exception error) when (error is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            var remedy = new Remedy(nameof(OnnxExportOptions), nameof(OnnxExportOptions.Strings));
            throw new DistillException(
                "A file that takes strings is checked with ONNX Runtime Extensions, whose native library does not load here. Reference the package "
                + $"Microsoft.ML.OnnxRuntime.Extensions for this system, or leave out {remedy}: the file then takes bytes or pieces of words.",
                remedy);
        }
    }
}
