using System.Text;

namespace Distill.Data.Formats;

/// <summary>An encoding that systems give to names in archives, and how likely names are in it.</summary>
/// <param name="CodePage">Its number.</param>
/// <param name="Language">Whose it is, for messages.</param>
/// <param name="IsLikely">Whether bytes of names look like what people write in it, beyond being allowed.</param>
internal sealed record NameEncoding(int CodePage, string Language, Func<byte[], bool> IsLikely)
{
    // Names in Korean hold no other bytes; in Chinese somewhat more than half of all characters do, so that eight are enough.
    private const int PairsThatTellKorean = 8;

    private static readonly NameEncoding Korean = new(949, "Korean", name => Pairs(name, IsHangul, IsHangul));

    /// <summary>Those that are looked for.</summary>
    public static IReadOnlyList<NameEncoding> All { get; } =
    [
        Korean,
        new(932, "Japanese", name => Pairs(name, (high, low) => IsKana(high, low) || high is >= 0x88 and <= 0x98, (high, low) => high is >= 0x81 and <= 0x9F or >= 0xE0 and <= 0xEA && low is >= 0x40 and not 0x7F)),
        new(936, "Chinese (simplified)", name => Pairs(name, (high, _) => high <= 0xD7, (high, low) => high is >= 0xB0 and <= 0xF7 && low >= 0xA1)),
        new(950, "Chinese (traditional)", name => Pairs(name, (high, _) => high <= 0xC6, (high, low) => high is >= 0xA4 and <= 0xF9 && low is >= 0x40 and <= 0x7E or >= 0xA1)),
        new(437, "Western European (DOS)", name => Latin(name, value => value is >= 0x80 and <= 0x9A or >= 0xA0 and <= 0xA5 or 0xE1)),
        new(1252, "Western European (Windows)", name => Latin(name, value => value is >= 0xC0 and not 0xD7 and not 0xF7 or 0x8A or 0x8C or 0x8E or 0x9A or 0x9C or 0x9E or 0x9F)),
        new(866, "Cyrillic (DOS)", name => Cyrillic(name, value => value is >= 0x80 and <= 0xAF or >= 0xE0 and <= 0xF1)),
        new(1251, "Cyrillic (Windows)", name => Cyrillic(name, value => value is >= 0xC0 or 0xA8 or 0xB8)),
    ];

    /// <summary>The encodings that names may be in: one where the bytes tell.</summary>
    /// <param name="names">Parts of paths, without separators.</param>
    public static IReadOnlyList<NameEncoding> Of(IReadOnlyCollection<byte[]> names)
    {
        byte[] all = [.. names.SelectMany(name => name.Append((byte)'/'))];
        var likely = All.Where(encoding => encoding.IsLikely(all) && names.All(name => encoding.TryRead(name) is not null)).ToList();
        var pairs = names.SelectMany(name => name.Where(value => value >= 0x80).Chunk(2)).Select(pair => (pair[0], pair[^1])).Distinct();
        return likely.Contains(Korean) && pairs.Count() >= PairsThatTellKorean ? [Korean] : likely;
    }

    /// <summary>What the bytes say; null where they are not in this encoding.</summary>
    public string? TryRead(byte[] name)
    {
        try
        {
            return Strict(CodePage).GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>An encoding that refuses bytes which are not in it.</summary>
    public static Encoding Strict(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static bool IsHangul(byte high, byte low) => high is >= 0xB0 and <= 0xC8 && low >= 0xA1;

    private static bool IsKana(byte high, byte low) => (high, low) is (0x82, >= 0x9F and <= 0xF1) or (0x83, >= 0x40 and <= 0x96) or (0x81, 0x5B);

    // Every character beyond ASCII has two bytes that are allowed, and four of five are usual.
    private static bool Pairs(byte[] name, Func<byte, byte, bool> isUsual, Func<byte, byte, bool> isAllowed)
    {
        var (pairs, usual) = (0, 0);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] >= 0x80)
            {
                if (i + 1 == name.Length || !isAllowed(name[i], name[i + 1]))
                {
                    return false;
                }

                pairs++;
                usual += isUsual(name[i], name[i + 1]) ? 1 : 0;
                i++;
            }
        }

        return usual * 5 >= pairs * 4;
    }

    // Accented letters stand among letters of ASCII.
    private static bool Latin(byte[] name, Func<byte, bool> isLetter) =>
        Words(name).All(word => word.All(value => value < 0x80 || isLetter(value)) && word.Count(value => value < 0x80) * 2 >= word.Length);

    private static bool Cyrillic(byte[] name, Func<byte, bool> isLetter) =>
        Words(name).All(word => word.All(value => value < 0x80) || word.All(value => value >= 0x80 && isLetter(value)));

    private static IEnumerable<byte[]> Words(byte[] name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || (name[i] < 0x80 && !char.IsAsciiLetter((char)name[i])))
            {
                if (i > start)
                {
                    yield return name[start..i];
                }

                start = i + 1;
            }
        }
    }
}
