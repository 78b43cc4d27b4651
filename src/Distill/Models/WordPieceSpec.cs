using System.Text.Json.Serialization;
using Distill.Models.Networks;
using Distill.Models.Units;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// Pieces of words as vectors: a text is cut into the pieces of a vocabulary by WordPiece, as BERT does, each piece names a row of a table,
/// and a perceptron makes logits of the rows: of their pooled sum, or of the largest values of convolutions along the text.
/// </summary>
public sealed record WordPieceSpec : NetworkSpec, IPieceNetwork
{
    private const int MostDimensions = 1 << 12;
    private const int LargestWidth = 1 << 16;
    private const int LongestText = 1 << 13;
    private const long LargestTable = 1L << 29;

    /// <summary>
    /// The vocabulary's file, such as vocab.txt: a piece a line; or a folder with a vocab.txt. Null takes the one beside <see cref="Vectors"/>. A
    /// model is built with what it holds, in <see cref="Vocabulary"/>.
    /// </summary>
    public string? VocabularyFile { get; init; }

    /// <summary>The pieces in order, with a blank between them; null where <see cref="VocabularyFile"/> holds them.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>
    /// A pretrained encoder, as a folder with model.safetensors or model.onnx and a vocab.txt, or one of the two files: the table starts from its
    /// vectors of the single pieces, reduced to <see cref="Dimensions"/> numbers by their principal components. A model's file holds the table, and
    /// null here.
    /// </summary>
    public string? Vectors { get; init; }

    /// <summary>
    /// Whether only pieces that the training texts have are kept, with the marks and all single characters, of the vocabulary that is read. A model's
    /// file holds the kept ones, and false here.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SeenPieces { get; init; }

    /// <summary>How many pieces of a text are read, 1 to 8,192; what goes beyond is cut off.</summary>
    public int Length { get; init; } = 128;

    /// <summary>Numbers in a row, 1 to 4,096.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>How many pieces each convolution sees at once, each 1 to 16; none, [], pools the rows themselves.</summary>
    public IReadOnlyList<int> Kernels { get; init; } = [];

    /// <summary>Units of each convolution, 1 to 65,536.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>How rows become one vector where there are no convolutions.</summary>
    public BagPooling Pooling { get; init; }

    /// <summary>Units of each hidden layer behind the vector, 1 to 65,536; none, [], make logits of the vector at once.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>The probability of dropping a number of the vector or a hidden unit, 0 to less than 1.</summary>
    public double Dropout { get; init; }

    /// <inheritdoc/>
    internal override bool TakesText => true;

    /// <inheritdoc/>
    internal override bool IsWhole => Vocabulary is not null && Vectors is null && !SeenPieces;

    /// <inheritdoc/>
    bool IPieceNetwork.IsMarked => false;

    /// <inheritdoc/>
    int IPieceNetwork.Width => Dimensions;

    /// <summary>Rows of the table.</summary>
    internal int Rows => ((IPieceNetwork)this).Rows;

    private int VectorSize => Kernels.Count == 0 ? Dimensions : Filters * Kernels.Count;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            Networks.VocabularyFile.Problems(this),
            { Length is < 1 or > LongestText, $"length is {Length}; expected 1 to {LongestText}" },
            { Dimensions is < 1 or > MostDimensions, $"dimensions is {Dimensions}; expected 1 to {MostDimensions}" },
            { (long)Rows * Dimensions > LargestTable, $"pieces × dimensions is {(long)Rows * Dimensions}; expected at most {LargestTable}" },
            { !Kernels.All(kernel => kernel is >= 1 and <= 16) || Kernels.Distinct().Count() != Kernels.Count, $"kernels is [{string.Join(", ", Kernels)}]; expected different numbers from 1 to 16" },
            { Filters is < 1 or > LargestWidth, $"filters is {Filters}; expected 1 to {LargestWidth}" },
            { !Enum.IsDefined(Pooling), $"pooling is {Pooling}; expected squareRoot, mean or sum" },
            { !(Widths.All(width => width is >= 1 and <= LargestWidth) && Widths.Count <= 64), $"widths is [{string.Join(", ", Widths)}]; expected at most 64 numbers from 1 to {LargestWidth}" },
            DropoutProblems("dropout", Dropout),
            CommonProblems(),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes)
    {
        var table = $"{Networks.VocabularyFile.Describe(this)}×{Dimensions}";
        var first = Kernels.Count > 0 ? $"textconv {table}-{string.Join('+', Kernels)}×{Filters}" : $"{(Vectors is null ? "wordpiece" : "static")} {table}";
        return string.Join('-', [first, .. Widths, classes]);
    }

    /// <summary>Multiply-adds of a text of the full <see cref="Length"/>; shorter ones take fewer.</summary>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        long[] sizes = [VectorSize, .. Widths, classes];
        return checked(sizes.Zip(sizes.Skip(1), (from, to) => checked(from * to)).Sum() + (ConvolutionWeights * Length));
    }

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(WordPieceSpec? other) =>
        base.Equals(other) && VocabularyFile == other.VocabularyFile && Vocabulary == other.Vocabulary && Vectors == other.Vectors
        && SeenPieces == other.SeenPieces && Length == other.Length
        && Dimensions == other.Dimensions && Kernels.SequenceEqual(other.Kernels) && Filters == other.Filters && Pooling == other.Pooling
        && Widths.SequenceEqual(other.Widths) && Dropout.Equals(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HashCode.Combine(Vocabulary, VocabularyFile, Vectors, SeenPieces), Length, Dimensions, Kernels.Sum(), Filters, Widths.Sum(), Dropout);

    /// <inheritdoc/>
    NetworkSpec IPieceNetwork.WithPieces(string pieces) => this with { VocabularyFile = null, Vocabulary = pieces, Vectors = null, SeenPieces = false };

    /// <exception cref="DistillException">The file is missing, or no vocabulary; or an encoder or texts decide the pieces and their rows, which other code reads.</exception>
    internal override NetworkSpec Whole() => Networks.VocabularyFile.Whole(this);

    internal override NetworkSpec WithPaths(Func<string, string> find) => this with
    {
        VocabularyFile = VocabularyFile is null ? null : find(VocabularyFile),
        Vectors = Vectors is null ? null : find(Vectors),
    };

    internal override long LeastParameters(ExampleShape input, int classes) =>
        ((long)Rows * Dimensions) + ConvolutionWeights + (MultiplyAdds(input, classes) - (ConvolutionWeights * Length));

    /// <summary>The vocabulary, ready to cut texts.</summary>
    internal PieceVocabulary Pieces() => ((IPieceNetwork)this).Pieces();

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("bag", new PieceVectors(this)));
        AddPerceptron(layers, VectorSize, Widths, Dropout, classes);
        return layers;
    }

    internal override IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input)
    {
        var table = new UnitSlices(BagSpec.TableName, 1);
        // Convolutions along a text read and make numbers in an order of their own, which only hidden layers behind them do not see.
        return Kernels.Count > 0
            ? [.. PerceptronGroups(Widths)]
            : [new UnitGroup("bag.table", Dimensions, [table, UnitSlices.Columns("linear1.weight")], [table]), .. PerceptronGroups(Widths)];
    }

    internal override NetworkSpec WithUnits(IReadOnlyList<int> units) =>
        Kernels.Count > 0 ? this with { Widths = units } : this with { Dimensions = units[0], Widths = [.. units.Skip(1)] };

    private long ConvolutionWeights => (long)Dimensions * Filters * Kernels.Sum();
}
