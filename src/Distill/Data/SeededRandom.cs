namespace Distill.Data;

/// <summary>
/// A small generator (SplitMix64) whose numbers depend on its key alone: the same on every machine, thread and .NET
/// version, which <see cref="Random"/> does not promise. Not for secrets.
/// </summary>
internal struct SeededRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state;

    /// <summary>A generator for the key's numbers in their order, for example (seed, epoch).</summary>
    public SeededRandom(params ReadOnlySpan<long> key)
    {
        foreach (var part in key)
        {
            state = Mix(state + Step) ^ Mix((ulong)part + Step);
        }
    }

    private SeededRandom(ulong state) => this.state = state;

    /// <summary>An independent generator for one more part of the key; this one does not move.</summary>
    public readonly SeededRandom Fork(long part) => new(Mix(state + Step) ^ Mix((ulong)part + Step));

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        state += Step;
        return Mix(state);
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each equally likely.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var product = (ulong)(uint)NextBits() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            // Multiplying maps 2^32 numbers to `bound` slots; these few would fill some slots once more than others.
            var excess = (uint)-bound % (uint)bound;
            while ((uint)product < excess)
            {
                product = (ulong)(uint)NextBits() * (uint)bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts the items in random order, each order equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>0 to <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        Shuffle<int>(numbers);
        return numbers;
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
