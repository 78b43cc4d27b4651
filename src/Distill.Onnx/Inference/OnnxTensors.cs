using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Distill.Onnx.Inference;

/// <summary>Tensors of libtorch to and from values of ONNX Runtime.</summary>
internal static class OnnxTensors
{
    private static readonly Dictionary<TensorElementType, ScalarType> Types = new()
    {
        [TensorElementType.Float] = ScalarType.Float32,
        [TensorElementType.Double] = ScalarType.Float64,
        [TensorElementType.Float16] = ScalarType.Float16,
        [TensorElementType.BFloat16] = ScalarType.BFloat16,
        [TensorElementType.UInt8] = ScalarType.Byte,
        [TensorElementType.Int8] = ScalarType.Int8,
        [TensorElementType.Int16] = ScalarType.Int16,
        [TensorElementType.Int32] = ScalarType.Int32,
        [TensorElementType.Int64] = ScalarType.Int64,
        [TensorElementType.Bool] = ScalarType.Bool,
    };

    /// <summary>The same type in libtorch; null where it has none.</summary>
    public static ScalarType? TypeOf(TensorElementType? type) => type is { } known && Types.TryGetValue(known, out var found) ? found : null;

    /// <summary>A value over the tensor's own memory, which must live and stay unchanged as long as the value.</summary>
    /// <param name="tensor">Contiguous.</param>
    public static unsafe OrtValue Over(Tensor tensor)
    {
        var type = Types.First(pair => pair.Value == tensor.dtype).Key;
        var bytes = tensor.bytes;
        fixed (byte* start = bytes)
        {
            // libtorch's memory does not move.
            return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, tensor.shape, (nint)start, bytes.Length);
        }
    }

    /// <summary>A copy of a value; null where libtorch has no such type. The caller disposes it.</summary>
    public static Tensor? Copy(OrtValue value)
    {
        if (!value.IsTensor)
        {
            return null;
        }

        var info = value.GetTensorTypeAndShape();
        if (TypeOf(info.ElementDataType) is not { } type)
        {
            return null;
        }

        var tensor = empty(info.Shape, type);
        value.GetTensorMutableRawData().CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>A value of zeros, or of empty texts; the caller disposes it.</summary>
    /// <param name="type">Any type that a tensor of ONNX has.</param>
    /// <param name="shape">Its shape.</param>
    public static OrtValue Zeros(TensorElementType type, long[] shape)
    {
        if (type == TensorElementType.String)
        {
            return OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        }

        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
        value.GetTensorMutableRawData().Clear();
        return value;
    }
}
