namespace Distill;

/// <summary>
/// The processes that train one student together, each on its share of every batch (its rank's), and how they sum. All of them call
/// the same members in the same order; a call returns when all have made it.
/// </summary>
public interface ICollective
{
    /// <summary>The number of this process, from 0. Number 0 alone writes files and measures held-out examples.</summary>
    int Rank { get; }

    /// <summary>How many processes there are, 1 or more.</summary>
    int Size { get; }

    /// <summary>Adds up what the ranks hold, number by number; all then hold the same bits.</summary>
    /// <param name="numbers">As many at every rank.</param>
    void Sum(Span<float> numbers);

    /// <inheritdoc cref="Sum(Span{float})"/>
    void Sum(Span<double> numbers);
}
