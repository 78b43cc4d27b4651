using System.Text.Json.Nodes;
using Distill.Onnx.Inference;
using Distill.Onnx.Teaching;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Onnx;

/// <summary>What an ONNX file says of its input, before there are examples to open it for.</summary>
/// <param name="Input">Layout and size, as far as they are fixed.</param>
/// <param name="Facts">In files that this toolkit exported, how the student came about; null in others.</param>
internal sealed record OnnxLook(ForeignInput Input, JsonObject? Facts)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="examples">What examples are like, which tells channels from sides where the file alone does not.</param>
    /// <param name="layout">The order of its input, where its shape does not tell; null to find it.</param>
    /// <exception cref="DistillException">The file is no ONNX model or damaged, or no input takes examples.</exception>
    public static OnnxLook At(string path, ExampleShape examples, InputLayout? layout = null)
    {
        var file = OnnxFile.Open(path);
        using var session = OnnxSession.Open(file, optimised: false);
        return new OnnxLook(InputSearch.Find(path, session.Inputs, examples, layout).View, OwnExport.FactsOf(file.Model));
    }
}
