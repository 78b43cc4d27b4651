using Distill.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Inference;

/// <summary>What may compute a model: ONNX Runtime's execution providers, by the names that people type.</summary>
internal static class Providers
{
    /// <summary>The one that every ONNX Runtime has.</summary>
    public const string Cpu = "cpu";

    private const string Ending = "ExecutionProvider";

    /// <summary>The names of what this ONNX Runtime has, in lower case without their ending.</summary>
    public static IReadOnlyList<string> Available() =>
        [.. OrtEnv.Instance().GetAvailableProviders().Select(name => name.EndsWith(Ending, StringComparison.Ordinal) ? name[..^Ending.Length] : name).Select(name => name.ToLowerInvariant())];

    /// <summary>Sets the provider of a session; what it cannot compute is left to the processor.</summary>
    /// <exception cref="DistillException">This ONNX Runtime has no such provider, or its device or driver is missing.</exception>
    public static void Append(SessionOptions options, string provider)
    {
        var available = Available();
        var name = provider.ToLowerInvariant();
        if (!available.Contains(name))
        {
            throw new DistillException(
                $"This ONNX Runtime has no provider '{provider}'; it has {string.Join(", ", available)}. Use the package of ONNX Runtime that "
                + $"brings it, such as Microsoft.ML.OnnxRuntime.Gpu for cuda.{NearMiss.Question(name, available)}");
        }

        try
        {
            switch (name)
            {
                case Cpu:
                    break;
                case "cuda":
                    options.AppendExecutionProvider_CUDA();
                    break;
                case "dml":
                    // DirectML asks for both.
                    options.EnableMemoryPattern = false;
                    options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                    options.AppendExecutionProvider_DML();
                    break;
                case "tensorrt":
                    options.AppendExecutionProvider_Tensorrt();
                    break;
                case "rocm":
                    options.AppendExecutionProvider_ROCm();
                    break;
                case "coreml":
                    options.AppendExecutionProvider("CoreML");
                    break;
                default:
                    options.AppendExecutionProvider(provider);
                    break;
            }
        }
        catch (OnnxRuntimeException error)
        {
            throw new DistillException($"The provider '{provider}' cannot be used here: {error.Message}", error);
        }
    }
}
