using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Inference;

/// <summary>The ONNX Runtime of this process.</summary>
/// <param name="Version">Its version, for example "1.23.2".</param>
/// <param name="Providers">What may compute a model, by the names that options take: "cpu", "cuda".</param>
internal sealed record OnnxRuntimeFacts(string Version, IReadOnlyList<string> Providers)
{
    /// <summary>Asks ONNX Runtime.</summary>
    public static OnnxRuntimeFacts Current() => new(OrtEnv.Instance().GetVersionString(), Inference.Providers.Available());
}
