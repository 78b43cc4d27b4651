namespace Distill.Data;

/// <summary>
/// The order in which an epoch visits a view: a permutation that depends on (seed, epoch) alone, so that a cursor into
/// training is the epoch and a position.
/// </summary>
/// <param name="count">How many examples the view has.</param>
/// <param name="seed">Different seeds give unrelated orders.</param>
public sealed class EpochOrder(int count, long seed)
{
    private const long Purpose = 0x6F72646572;

    /// <summary>How many examples an epoch visits.</summary>
    public int Count { get; } = count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count));

    /// <summary>The positions 0 to <see cref="Count"/> − 1 in the order of an epoch.</summary>
    public int[] Positions(int epoch) => new SeededRandom(Purpose, seed, epoch).Permutation(Count);
}
