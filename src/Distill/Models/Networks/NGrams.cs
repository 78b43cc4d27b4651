namespace Distill.Models.Networks;

/// <summary>
/// The n-grams of a text as rows of a table, by a fixed hash. All arithmetic is that of integers modulo a prime, so that an
/// ONNX graph of standard operators finds the same rows.
/// </summary>
/// <remarks>
/// The text is its bytes of UTF-8 between two blanks; letters of ASCII are taken small, and bytes up to 32 are blanks. A
/// character is a byte with the continuation bytes behind it. A word is a longest run of letters and digits of ASCII and of
/// bytes from 128. The hash of bytes b₀, b₁, … is Σ (bₖ + 1)·Bᵏ mod M; that of several words Σ hₖ·Dᵏ mod M of their hashes.
/// The row is ((h + s)·A mod M) mod rows, with s = 0 for characters and n·S for n words.
/// </remarks>
internal sealed class NGrams
{
    /// <summary>The longest n-gram, in words or characters.</summary>
    public const int Longest = 8;

    /// <summary>M, the prime 2³¹ − 1.</summary>
    public const long Modulus = int.MaxValue;

    /// <summary>B, the base of bytes.</summary>
    public const long ByteBase = 1_000_000_007;

    /// <summary>The inverse of B: B · B⁻¹ = 1 modulo M.</summary>
    public const long InverseByteBase = 1_681_566_032;

    /// <summary>D, the base of words.</summary>
    public const long WordBase = 784_588_716;

    /// <summary>S, what tells n-grams of words from those of characters.</summary>
    public const long WordSalt = 65_537;

    /// <summary>A, which spreads hashes over the rows.</summary>
    public const long Spread = 1_583_458_089;

    // A character of UTF-8 has four bytes at most; runs of stray continuation bytes are longer.
    private static readonly long[] Powers = PowersOf(ByteBase, (4 * Longest) + 1);

    private readonly long rows;
    private readonly bool[] words = new bool[Longest + 1];
    private readonly bool[] characters = new bool[Longest + 1];
    private readonly int longestWords;
    private readonly int longestCharacters;

    /// <param name="rows">Rows of the table.</param>
    /// <param name="words">Lengths of n-grams of words.</param>
    /// <param name="characters">Lengths of n-grams of characters.</param>
    public NGrams(long rows, IReadOnlyList<int> words, IReadOnlyList<int> characters)
    {
        this.rows = rows;
        foreach (var length in words)
        {
            this.words[length] = true;
        }

        foreach (var length in characters)
        {
            this.characters[length] = true;
        }

        (longestWords, longestCharacters) = (words.DefaultIfEmpty(0).Max(), characters.DefaultIfEmpty(0).Max());
    }

    /// <summary>Appends the row of each n-gram of a text.</summary>
    /// <param name="text">Bytes of UTF-8; it ends before the first zero.</param>
    /// <param name="found">What is appended to.</param>
    public void Append(ReadOnlySpan<byte> text, List<long> found)
    {
        text = PaddedText.Bytes(text);
        AppendCharacters(text, found);
        AppendWords(text, found);
    }

    /// <summary>The powers 0, 1, 2, … of a base modulo <see cref="Modulus"/>.</summary>
    public static long[] PowersOf(long number, int count)
    {
        var powers = new long[count];
        var power = 1L;
        for (var k = 0; k < count; k++)
        {
            powers[k] = power;
            power = power * number % Modulus;
        }

        return powers;
    }

    private void AppendCharacters(ReadOnlySpan<byte> text, List<long> found)
    {
        // Position −1 is the blank before the text, and position Length the one behind it.
        for (var start = -1; longestCharacters > 0 && start <= text.Length; start++)
        {
            if (IsContinuation(text, start))
            {
                continue;
            }

            var (hash, at) = (0L, start);
            for (var length = 1; length <= longestCharacters && at <= text.Length; length++)
            {
                do
                {
                    var offset = at - start;
                    hash = (hash + ((Folded(text, at) + 1) * (offset < Powers.Length ? Powers[offset] : Power(offset)))) % Modulus;
                    at++;
                }
                while (IsContinuation(text, at));

                if (characters[length])
                {
                    found.Add(Row(hash));
                }
            }
        }
    }

    private void AppendWords(ReadOnlySpan<byte> text, List<long> found)
    {
        if (longestWords == 0)
        {
            return;
        }

        // The hashes of the last words, the newest last.
        Span<long> last = stackalloc long[Longest];
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsOfWord(text[at]))
            {
                continue;
            }

            var (hash, power) = (0L, 1L);
            for (; at < text.Length && IsOfWord(text[at]); at++)
            {
                hash = (hash + ((Folded(text, at) + 1) * power)) % Modulus;
                power = power * ByteBase % Modulus;
            }

            last[1..].CopyTo(last);
            last[^1] = hash;
            count++;
            for (var length = 1; length <= Math.Min(longestWords, count); length++)
            {
                if (words[length])
                {
                    found.Add(Row((Joined(last[^length..]) + (length * WordSalt)) % Modulus));
                }
            }
        }
    }

    private static long Joined(ReadOnlySpan<long> hashes)
    {
        var (joined, power) = (0L, 1L);
        foreach (var hash in hashes)
        {
            joined = (joined + (hash * power)) % Modulus;
            power = power * WordBase % Modulus;
        }

        return joined;
    }

    private long Row(long hash) => hash * Spread % Modulus % rows;

    private static long Power(int exponent)
    {
        var power = 1L;
        for (var k = 0; k < exponent; k++)
        {
            power = power * ByteBase % Modulus;
        }

        return power;
    }

    private static bool IsContinuation(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length && (text[at] & 0xC0) == 0x80;

    private static bool IsOfWord(byte value) =>
        value >= 0x80 || (uint)((value | 0x20) - 'a') < 26 || (uint)(value - '0') < 10;

    private static long Folded(ReadOnlySpan<byte> text, int at) =>
        (uint)at >= (uint)text.Length || text[at] <= ' ' ? ' '
        : (uint)(text[at] - 'A') < 26 ? text[at] | 0x20
        : text[at];
}
