using System.Buffers.Binary;
using System.Text;

namespace Distill.Tests.Files;

/// <summary>A safetensors file put together by hand: any header, any length before it, any bytes after it.</summary>
internal static class RawFile
{
    public static byte[] Of(string header, int dataLength = 0, ulong? claimed = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed ?? (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}
