using Distill.Onnx.Schema;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Inference;

/// <summary>How many numbers a tensor claims, and how many it has.</summary>
internal static class TensorSize
{
    /// <summary>The largest dense form of a sparse tensor.</summary>
    public const long MostOfSparse = 1L << 28;

    private const long Most = 1L << 40;

    // 4-bit and 2-bit types, which newer versions of the format have, put several numbers into a byte.
    private const int MostInAByte = 4;

    /// <summary>The product of the dimensions; null where one is negative or the product absurd.</summary>
    public static long? Elements(IReadOnlyList<long> dims)
    {
        long elements = 1;
        var empty = false;
        foreach (var dim in dims)
        {
            if (dim < 0 || dim > Most || (dim > 0 && elements > Most / dim))
            {
                return null;
            }

            empty |= dim == 0;
            elements *= Math.Max(1, dim);
        }

        return empty ? 0 : elements;
    }

    /// <summary>Bytes of one number; null for texts, and for types without a byte of their own.</summary>
    public static int? Width(int type) => (DataType)type switch
    {
        DataType.Uint8 or DataType.Int8 or DataType.Bool => 1,
        DataType.Uint16 or DataType.Int16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 8,
        DataType.Complex128 => 16,
        _ => null,
    };

    /// <summary>What is wrong with a tensor whose data lies in the model itself; null when nothing is.</summary>
    public static string? Problem(TensorProto tensor, long elements)
    {
        if (tensor.DataType == (int)DataType.Undefined)
        {
            return $"the tensor '{tensor.Name}' has no type";
        }

        var (held, expected) = tensor.RawData.Length > 0 ? ((long)tensor.RawData.Length, elements * (Width(tensor.DataType) ?? 0)) : (Listed(tensor), elements);
        var right = tensor.RawData.Length > 0 && Width(tensor.DataType) is null
            ? tensor.DataType != (int)DataType.String && elements <= held * MostInAByte
            : Width(tensor.DataType) is null && tensor.DataType != (int)DataType.String ? elements <= held * 8 : held == expected;
        return right ? null : $"the tensor '{tensor.Name}' claims the shape [{string.Join(", ", tensor.Dims)}] and holds {held} "
            + (tensor.RawData.Length > 0 ? "bytes" : "numbers");
    }

    // Where each type's numbers lie when they are not raw; a complex number takes two.
    private static long Listed(TensorProto tensor) => (DataType)tensor.DataType switch
    {
        DataType.Float => tensor.FloatData.Count,
        DataType.Complex64 => tensor.FloatData.Count / 2,
        DataType.Double => tensor.DoubleData.Count,
        DataType.Complex128 => tensor.DoubleData.Count / 2,
        DataType.Int64 => tensor.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
        DataType.String => tensor.StringData.Count,
        _ => tensor.Int32Data.Count,
    };
}
