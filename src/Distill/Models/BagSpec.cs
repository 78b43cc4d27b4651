using Distill.Models.Networks;
using Distill.Models.Units;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A bag of n-grams: each n-gram of words or characters of a text names a row of a table by a fixed hash, the rows are
/// pooled to one vector, and a perceptron makes logits of it. It needs no vocabulary, takes any language, and has the size
/// that its table is given.
/// </summary>
public sealed record BagSpec : NetworkSpec
{
    /// <summary>The name of the table among the weights.</summary>
    internal const string TableName = "bag.table.weight";

    private const int MostBuckets = 1 << 24;
    private const int MostDimensions = 1 << 12;
    private const int LargestWidth = 1 << 16;
    private const long LargestTable = 1L << 29;

    /// <summary>Rows of the table, 2 to 16,777,216. N-grams whose hashes meet share a row.</summary>
    public int Buckets { get; init; } = 1 << 14;

    /// <summary>Numbers in a row, 1 to 4,096.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Lengths of n-grams of words, each 1 to 8; none, [], for no words.</summary>
    public IReadOnlyList<int> Words { get; init; } = [1, 2];

    /// <summary>Lengths of n-grams of characters, each 1 to 8; none, [], for no characters.</summary>
    public IReadOnlyList<int> Characters { get; init; } = [3, 4, 5];

    /// <summary>How rows become one vector.</summary>
    public BagPooling Pooling { get; init; }

    /// <summary>Units of each hidden layer behind the bag, 1 to 65,536; none, [], make logits of the pooled vector at once.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>The probability of dropping a number of the pooled vector or a hidden unit, 0 to less than 1.</summary>
    public double Dropout { get; init; }

    /// <inheritdoc/>
    internal override bool TakesText => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            { Buckets is < 2 or > MostBuckets, $"buckets is {Buckets}; expected 2 to {MostBuckets}" },
            { Dimensions is < 1 or > MostDimensions, $"dimensions is {Dimensions}; expected 1 to {MostDimensions}" },
            { (long)Buckets * Dimensions > LargestTable, $"buckets × dimensions is {(long)Buckets * Dimensions}; expected at most {LargestTable}" },
            LengthProblems("words", Words),
            LengthProblems("characters", Characters),
            { Words.Count + Characters.Count == 0, "words and characters are both empty; expected lengths of n-grams, such as [1, 2] and [3, 4, 5]" },
            { !Enum.IsDefined(Pooling), $"pooling is {Pooling}; expected squareRoot, mean or sum" },
            { !(Widths.All(width => width is >= 1 and <= LargestWidth) && Widths.Count <= 64), $"widths is [{string.Join(", ", Widths)}]; expected at most 64 numbers from 1 to {LargestWidth}" },
            DropoutProblems("dropout", Dropout),
            CommonProblems(),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes) => string.Join('-', [$"bag {Buckets}×{Dimensions}", .. Widths, classes]);

    /// <summary>Multiply-adds behind the bag, which itself adds a row for each n-gram of a text.</summary>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        long[] sizes = [Dimensions, .. Widths, classes];
        return sizes.Zip(sizes.Skip(1), (from, to) => checked(from * to)).Sum();
    }

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(BagSpec? other) =>
        base.Equals(other) && Buckets == other.Buckets && Dimensions == other.Dimensions && Pooling == other.Pooling
        && Words.SequenceEqual(other.Words) && Characters.SequenceEqual(other.Characters) && Widths.SequenceEqual(other.Widths)
        && Dropout.Equals(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Buckets, Dimensions, Pooling, Words.Sum(), Characters.Sum(), Widths.Sum(), Dropout, FirstLayerScale);

    internal override long LeastParameters(ExampleShape input, int classes) => ((long)Buckets * Dimensions) + MultiplyAdds(input, classes);

    internal override IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input)
    {
        var table = new UnitSlices(TableName, 1);
        return [new UnitGroup("bag.table", Dimensions, [table, UnitSlices.Columns("linear1.weight")], [table]), .. PerceptronGroups(Widths)];
    }

    internal override NetworkSpec WithUnits(IReadOnlyList<int> units) => this with { Dimensions = units[0], Widths = [.. units.Skip(1)] };

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("bag", new HashedBag(this)));
        AddPerceptron(layers, Dimensions, Widths, Dropout, classes);
        return layers;
    }

    private static IEnumerable<string> LengthProblems(string name, IReadOnlyList<int> lengths) => new ProblemList
    {
        { !lengths.All(length => length is >= 1 and <= NGrams.Longest) || lengths.Distinct().Count() != lengths.Count, $"{name} is [{string.Join(", ", lengths)}]; expected different lengths from 1 to {NGrams.Longest}" },
    };
}
