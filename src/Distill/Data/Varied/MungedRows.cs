using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Rows of a table between a row and its nearest other one (MUNGE; Bucilă et al. 2006): each number stays as it is or, with a chance of a half, comes
/// from around the other's: drawn near it, about as far as the two lie apart. Of a column of few values the other's is taken as it is.
/// </summary>
internal sealed class MungedRows : VariedExamples
{
    private const long Purpose = 0x6d756e676564;
    private const double Chance = 0.5;

    // More different values than a column of kinds, grades or yes and no has.
    private const int MostKinds = 16;

    // Twelve even numbers add up to nearly a normal one, by arithmetic that is the same everywhere.
    private const int Summands = 12;

    private readonly Lazy<(int[] Nearest, Column[] Columns)> table;

    /// <param name="source">Rows of features.</param>
    /// <param name="variations">How many of each row.</param>
    /// <param name="seed">Decides them.</param>
    /// <exception cref="DistillException">They are too many to number.</exception>
    public MungedRows(IExampleSource source, int variations, long seed)
        : base(source, variations, seed, "munged rows", Purpose)
    {
        table = new(() => Read(source));
    }

    /// <inheritdoc/>
    public override bool HasPartners => true;

    private protected override long Partner(long original, ref SeededRandom random) => table.Value.Nearest[original];

    private protected override void Vary(Span<byte> example, ReadOnlySpan<byte> partner, SeededRandom random)
    {
        var own = MemoryMarshal.Cast<byte, float>(example);
        var other = MemoryMarshal.Cast<byte, float>(partner);
        for (var i = 0; i < own.Length; i++)
        {
            var column = table.Value.Columns[i];
            if (random.NextDouble() >= Chance)
            {
                continue;
            }

            own[i] = column.IsKind ? other[i] : (float)Math.Clamp(other[i] + (Math.Abs((double)own[i] - other[i]) * Normal(ref random)), column.Least, column.Most);
        }
    }

    private static double Normal(ref SeededRandom random)
    {
        var sum = -Summands / 2.0;
        for (var i = 0; i < Summands; i++)
        {
            sum += random.NextDouble();
        }

        return sum;
    }

    private static (int[] Nearest, Column[] Columns) Read(IExampleSource source)
    {
        var size = source.Shape.Size;
        var values = new float[checked(source.Count * size)];
        source.CopyExamples([.. Enumerable.Range(0, source.Count).Select(row => (long)row)], MemoryMarshal.AsBytes(values.AsSpan()));
        var columns = Enumerable.Range(0, size).Select(column => Column.Of(Enumerable.Range(0, source.Count).Select(row => values[(row * size) + column])));
        return (NearestRows.Of(values, source.Count), [.. columns]);
    }

    private sealed record Column(double Least, double Most, bool IsKind)
    {
        public static Column Of(IEnumerable<float> values)
        {
            var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
            HashSet<float> kinds = [];
            foreach (var value in values)
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
                if (kinds.Count <= MostKinds)
                {
                    kinds.Add(value);
                }
            }

            return new(least, most, kinds.Count <= MostKinds);
        }
    }
}
