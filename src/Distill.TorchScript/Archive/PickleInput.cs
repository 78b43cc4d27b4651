using System.Diagnostics.CodeAnalysis;
using System.Text;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>The bytes of a pickle, read from their beginning to their end.</summary>
/// <param name="bytes">All of it.</param>
/// <param name="source">What to call it in messages.</param>
internal sealed class PickleInput(byte[] bytes, string source)
{
    private int at;

    /// <summary>How many bytes there are.</summary>
    public int Length => bytes.Length;

    /// <summary>How many of them are read.</summary>
    public int Position => at;

    /// <summary>Whether all are read.</summary>
    public bool AtEnd => at == bytes.Length;

    /// <summary>Refuses the pickle where a condition does not hold.</summary>
    /// <exception cref="DistillException">The condition is false; the message says what is wrong instead.</exception>
    public void Expect([DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new DistillException($"{source} is not as torch.jit writes it: {otherwise}. Save the model with torch.jit.trace or torch.jit.script again.");
        }
    }

    /// <summary>A number of up to eight bytes, its length before it.</summary>
    public long LongInteger()
    {
        int length = Take(1)[0];
        Expect(length is > 0 and <= 8, "it holds a number of more than 64 bits");
        var digits = Take(length);
        var number = (digits[^1] & 0x80) != 0 ? -1L : 0;
        for (var place = length - 1; place >= 0; place--)
        {
            number = (number << 8) | digits[place];
        }

        return number;
    }

    /// <summary>A name up to the end of its line.</summary>
    public string Line()
    {
        var end = bytes.AsSpan(at).IndexOf((byte)'\n');
        Expect(end is > 0 and <= 1024, "a name in it has no end");
        var name = Encoding.UTF8.GetString(bytes, at, end);
        at += end + 1;
        return name;
    }

    /// <summary>The next so many bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        Expect(bytes.Length - at >= count, "it is cut off");
        at += count;
        return bytes.AsSpan(at - count, count);
    }
}
