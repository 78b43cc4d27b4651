using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Examples made of those of a source, without labels: a transfer set that a teacher answers and that needs no other data. Row v·count + r is
/// variation v of row r. They are made when they are read, from the seed and the row alone.
/// </summary>
internal abstract class VariedExamples : IExampleSource, IExampleNames
{
    /// <summary>The most variations of an example.</summary>
    public const int Most = 1000;

    private readonly IExampleSource source;
    private readonly long purpose;
    private readonly long seed;

    /// <param name="source">What is varied.</param>
    /// <param name="variations">How many of each example, 1 to <see cref="Most"/>.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="kind">What they are, for the fingerprint.</param>
    /// <param name="purpose">Keeps their random numbers apart from all others.</param>
    /// <exception cref="DistillException">They are too many to number.</exception>
    private protected VariedExamples(IExampleSource source, int variations, long seed, string kind, long purpose)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(variations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variations, Most);
        var rows = (long)variations * source.Count;
        Count = rows <= Array.MaxLength ? (int)rows
            : throw new DistillException($"{source.Name} has {source.Count:N0} examples; {variations} variations of each are too many to number. Take fewer.");
        (this.source, this.purpose, this.seed) = (source, purpose, seed);
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add(kind).Add(source.Fingerprint.Value).Add(variations).Add(seed).Build();
    }

    /// <inheritdoc/>
    public string Name => $"{source.Name}, varied";

    /// <inheritdoc/>
    public ExampleShape Shape => source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => source.ElementType;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <summary>Made of the source's fingerprint, the number of variations and the seed.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Whether each is made with another example of the source.</summary>
    public virtual bool HasPartners => false;

    /// <summary>The variations that a source's examples have.</summary>
    /// <exception cref="DistillException">They are too many to number.</exception>
    public static VariedExamples Of(IExampleSource source, int variations, long seed) => source switch
    {
        { ElementType: ElementType.Text } => new VariedTexts(source, variations, seed),
        { Shape.IsFeatures: false } => new MixedImages(source, variations, seed),
        _ => new MungedRows(source, variations, seed),
    };

    /// <summary>The row of the source that a row begins with.</summary>
    public long OriginalOf(long row) => row % source.Count;

    /// <summary>The row of the source that a row is made with, too; its original where it has no partner.</summary>
    public long PartnerOf(long row) => Drawn(row).Partner;

    /// <inheritdoc/>
    public string NameOf(long row)
    {
        RowCheck.Row(this, row);
        return $"{ExampleNames.Of(source, OriginalOf(row))}, variation {(row / source.Count) + 1}";
    }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = RowCheck.Room(this, rows, destination);
        var (originals, partners, randoms) = (new long[rows.Length], new long[rows.Length], new SeededRandom[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            RowCheck.Row(this, rows[i]);
            (originals[i], (partners[i], randoms[i])) = (OriginalOf(rows[i]), Drawn(rows[i]));
        }

        source.CopyExamples(originals, destination);
        var others = HasPartners ? new byte[destination.Length] : [];
        if (HasPartners)
        {
            source.CopyExamples(partners, others);
        }

        for (var i = 0; i < rows.Length; i++)
        {
            Vary(destination.Slice(i * size, size), HasPartners ? others.AsSpan(i * size, size) : [], randoms[i]);
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
        }

        destination.Fill(-1);
    }

    /// <summary>Varies an example in place.</summary>
    /// <param name="example">Its bytes.</param>
    /// <param name="partner">Those of its partner; empty where it has none.</param>
    /// <param name="random">The row's own.</param>
    private protected abstract void Vary(Span<byte> example, ReadOnlySpan<byte> partner, SeededRandom random);

    /// <summary>The row that a row is made with: any of the source, unless a kind of variations knows better.</summary>
    /// <param name="original">The row that it begins with.</param>
    /// <param name="random">Its own, which a draw moves.</param>
    private protected virtual long Partner(long original, ref SeededRandom random) => random.Below(source.Count);

    private (long Partner, SeededRandom Random) Drawn(long row)
    {
        var random = new SeededRandom(purpose, seed, row);
        var partner = HasPartners ? Partner(OriginalOf(row), ref random) : OriginalOf(row);
        return (partner, random);
    }
}
