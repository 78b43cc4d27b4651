namespace Distill.Files;

/// <summary>The formats of model files that can teach.</summary>
internal enum ModelFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>This toolkit's own models, and PyTorch weights in the same format.</summary>
    SafeTensors,

    /// <summary>The index of several safetensors files that make one model together, as Hugging Face's tools write it.</summary>
    SafeTensorsIndex,

    /// <summary>ONNX.</summary>
    Onnx,

    /// <summary>A zip archive as PyTorch writes: TorchScript, or a checkpoint of weights.</summary>
    PyTorchArchive,

    /// <summary>A Python pickle: a program, which is never run here.</summary>
    Pickle,
}
