using System.Globalization;
using System.Text;

namespace Distill.Testing;

/// <summary>Damaged copies of a file, each a function of its number alone.</summary>
internal static class Mutations
{
    private static readonly string[] Numbers =
        ["0", "-1", "7", "255", "65536", "2147483648", "4294967295", "1152921504606846976", "9223372036854775807", "18446744073709551616", "1e400"];

    /// <summary>How many to try: the environment's DISTILL_FUZZ, or <paramref name="usual"/>.</summary>
    public static int Count(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("DISTILL_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : usual;

    /// <summary>One to four changes: bytes, lengths, ranges, and numbers written in digits.</summary>
    public static byte[] Of(byte[] original, int number)
    {
        var random = new Random(number);
        var bytes = original.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 1 + Math.Min(64, bytes.Count)), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[random.Next(Math.Min(16, bytes.Count))] = (byte)random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 6:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            case 7:
                var from = random.Next(bytes.Count);
                bytes[at] = bytes[from];
                break;
            default:
                ReplaceNumber(bytes, at, Numbers[random.Next(Numbers.Length)]);
                break;
        }
    }

    // The first number in digits at or after a place.
    private static void ReplaceNumber(List<byte> bytes, int at, string number)
    {
        var start = bytes.FindIndex(at, value => char.IsAsciiDigit((char)value));
        if (start >= 0)
        {
            var end = bytes.FindIndex(start, value => !char.IsAsciiDigit((char)value));
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            bytes.InsertRange(start, Encoding.ASCII.GetBytes(number));
        }
    }
}
