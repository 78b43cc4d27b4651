using System.Text.RegularExpressions;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Inference;

/// <summary>ONNX Runtime's errors as a user can read them.</summary>
internal static partial class OnnxErrors
{
    private const int Longest = 600;

    /// <summary>Of opening a model.</summary>
    public static DistillException WhenOpening(string path, OnnxRuntimeException error)
    {
        var text = Plain(error.Message);
        var remedy =
            text.Contains("opset", StringComparison.OrdinalIgnoreCase) || text.Contains("IR version", StringComparison.OrdinalIgnoreCase)
                ? $" This is ONNX Runtime {OrtEnv.Instance().GetVersionString()}: export the model with an older opset."
            : text.Contains("NOT_IMPLEMENTED", StringComparison.Ordinal) || text.Contains("is not a registered function", StringComparison.Ordinal) || text.Contains("No Op registered", StringComparison.Ordinal)
                ? " Export the model with standard operators, for example with another opset."
            : "";
        return new DistillException($"ONNX Runtime cannot open {path}: {text}.{remedy}", error);
    }

    /// <summary>Of running a model.</summary>
    public static DistillException WhenRunning(string path, OnnxRuntimeException error) =>
        new($"ONNX Runtime failed to run {path}: {Plain(error.Message)}.", error);

    private static string Plain(string message)
    {
        var text = Codes().Replace(message, "");
        text = Sources().Replace(text, "");
        text = Spaces().Replace(text, " ").Trim().TrimEnd('.');
        return text.Length <= Longest ? text : text[..Longest] + " …";
    }

    [GeneratedRegex(@"^\[ErrorCode:[^\]]*\]\s*|Load model from .{0,500}? failed:\s*|Load model failed:\s*|Exception during initialization:\s*|Exception during loading:\s*")]
    private static partial Regex Codes();

    // The place in ONNX Runtime's own source where the error arose.
    [GeneratedRegex(@"\S*/onnxruntime\S*/\S+:\d+\s[^()\n]{0,300}\((?:[^()\n]|\([^()\n]{0,300}\)){0,600}\)\s*(?:const\s+)?|\[ShapeInferenceError\]\s*|\(op_type:[^)\n]{0,200}\)\s*:?\s*")]
    private static partial Regex Sources();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
