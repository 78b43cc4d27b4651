using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Distill.Files;

/// <summary>What each element type is called in a file, how wide it is, and which type of libtorch it is.</summary>
internal static class TensorTypes
{
    public static string Name(TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    public static bool TryParse(string? name, out TensorType type)
    {
        foreach (var candidate in Enum.GetValues<TensorType>())
        {
            if (Name(candidate) == name)
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }

    public static int Width(TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };

    public static bool TryScalarType(TensorType type, [NotNullWhen(true)] out ScalarType? scalar)
    {
        scalar = type switch
        {
            TensorType.F64 => ScalarType.Float64,
            TensorType.F32 => ScalarType.Float32,
            TensorType.F16 => ScalarType.Float16,
            TensorType.BF16 => ScalarType.BFloat16,
            TensorType.I64 => ScalarType.Int64,
            TensorType.I32 => ScalarType.Int32,
            TensorType.I16 => ScalarType.Int16,
            TensorType.I8 => ScalarType.Int8,
            TensorType.U8 => ScalarType.Byte,
            TensorType.Bool => ScalarType.Bool,
            _ => null,
        };
        return scalar is not null;
    }

    public static TensorType Of(ScalarType scalar) => scalar switch
    {
        ScalarType.Float64 => TensorType.F64,
        ScalarType.Float32 => TensorType.F32,
        ScalarType.Float16 => TensorType.F16,
        ScalarType.BFloat16 => TensorType.BF16,
        ScalarType.Int64 => TensorType.I64,
        ScalarType.Int32 => TensorType.I32,
        ScalarType.Int16 => TensorType.I16,
        ScalarType.Int8 => TensorType.I8,
        ScalarType.Byte => TensorType.U8,
        ScalarType.Bool => TensorType.Bool,
        _ => throw new ArgumentException($"safetensors has no type for {scalar}", nameof(scalar)),
    };
}
