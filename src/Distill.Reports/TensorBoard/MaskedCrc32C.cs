using System.Numerics;

namespace Distill.Reports.TensorBoard;

/// <summary>The checksum of TFRecord files: CRC-32C, rotated and shifted, so that it may cover data that hold such checksums.</summary>
internal static class MaskedCrc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    public static uint Of(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Plain(bytes), 15) + MaskDelta;

    /// <summary>CRC-32C (Castagnoli) as RFC 3720 defines it.</summary>
    public static uint Plain(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
