using System.Text;

namespace Distill.Data.Formats;

/// <summary>
/// Bytes of a name whose encoding nobody has told yet: ASCII as it is, every other byte as a character of the private use area,
/// so that what was UTF-8 by its archive's own word can be told from what waits for an encoding.
/// </summary>
internal sealed class NameBytes : Encoding
{
    private const char Mark = '\uE000';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The only one.</summary>
    public static NameBytes Instance { get; } = new();

    /// <summary>The text where the bytes are UTF-8, else the bytes themselves as <see cref="NameBytes"/>.</summary>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Instance.GetString(bytes);
        }
    }

    /// <summary>Whether bytes of the name wait for an encoding.</summary>
    public static bool AreIn(ReadOnlySpan<char> name) => name.ContainsAnyInRange((char)(Mark + 0x80), (char)(Mark + 0xFF));

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++)
        {
            bytes[byteIndex + i] = (byte)chars[charIndex + i];
        }

        return charCount;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var value = bytes[byteIndex + i];
            chars[charIndex + i] = value < 0x80 ? (char)value : (char)(Mark + value);
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
