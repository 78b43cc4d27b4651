using System.Text;

namespace Distill;

/// <summary>A text as an example has it: UTF-8, with zeros behind it where others are longer.</summary>
internal static class PaddedText
{
    /// <summary>The bytes before the first zero.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> example) => example.IndexOf((byte)0) is >= 0 and var end ? example[..end] : example;

    /// <summary>The text.</summary>
    public static string Of(ReadOnlySpan<byte> example) => Encoding.UTF8.GetString(Bytes(example));
}
