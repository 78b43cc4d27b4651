using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>The tensors of a pretrained encoder under the names that BERT has in PyTorch, without what stands before <c>embeddings</c>.</summary>
internal interface IEncoderWeights : IDisposable
{
    /// <summary>The file, for messages.</summary>
    string Path { get; }

    /// <summary>The tensors with their shapes; of products [outputs, inputs].</summary>
    IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; }

    /// <summary>Heads of attention; null where neither the file nor one beside it says.</summary>
    int? Heads { get; }

    /// <summary>What is added to variances; null where neither says.</summary>
    double? Epsilon { get; }

    /// <summary>A tensor as float32; the caller disposes it.</summary>
    Tensor Read(string name);
}
