using System.Text.Json.Serialization;
using Distill.Models.Networks;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// An encoder of the shape of BERT (Devlin et al. 2019) with a classifier on its pooled vector: pieces of words with their places, and layers
/// of attention and of two products, each with a sum and a normalisation behind it. Its weights are drawn, or those of a pretrained encoder.
/// </summary>
public sealed record TransformerSpec : NetworkSpec, IPieceNetwork
{
    /// <summary>What the names of the encoder's weights begin with.</summary>
    internal const string LayerName = "encoder.";

    /// <summary>The name of the table of pieces among the weights.</summary>
    internal const string TableName = "encoder.table.weight";

    /// <summary>The name of the table of places among the weights.</summary>
    internal const string PlacesName = "encoder.places.weight";

    private const int MostLayers = 96;
    private const int LargestWidth = 1 << 14;
    private const int LargestHidden = 1 << 16;
    private const int LongestText = 1 << 13;
    private const int HeadWidth = 32;
    private const long LargestTable = 1L << 30;

    /// <summary>
    /// A pretrained encoder that training starts from: a folder with model.safetensors or model.onnx and a vocab.txt, or one of the two files.
    /// Sizes that are null are then the encoder's. A model's file holds the weights, and null here.
    /// </summary>
    public string? Encoder { get; init; }

    /// <summary>
    /// The vocabulary's file, such as vocab.txt: a piece a line; or a folder with a vocab.txt. Null takes the one beside <see cref="Encoder"/>
    /// or <see cref="Vectors"/>. A model is built with what it holds, in <see cref="Vocabulary"/>.
    /// </summary>
    public string? VocabularyFile { get; init; }

    /// <summary>The pieces in order, with a blank between them; null where a file holds them.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>
    /// A pretrained encoder, as a folder with model.safetensors or model.onnx and a vocab.txt, or one of the two files: the table starts from its
    /// vectors of the single pieces, reduced to as many numbers as it has <see cref="Dimensions"/> by their principal components. A model's file holds the table, and
    /// null here.
    /// </summary>
    public string? Vectors { get; init; }

    /// <summary>
    /// Whether only pieces that the training texts have are kept, with the marks and all single characters, of the vocabulary that is read. A model's
    /// file holds the kept ones, and false here.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SeenPieces { get; init; }

    /// <summary>
    /// How many pieces of a text are read, 3 to 8,192, with the marks [CLS] and [SEP] that every text gets; what goes beyond is cut off.
    /// </summary>
    public int Length { get; init; } = 128;

    /// <summary>Layers, 1 to 96; null for 2. Of an <see cref="Encoder"/> so many are kept, evenly chosen from its first to its last; null keeps all.</summary>
    public int? Layers { get; init; }

    /// <summary>Numbers in the vector of a piece, 1 to 16,384; null for 128, or the encoder's.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Heads of attention, which divide the dimensions; null for one for each 32 of them, or the encoder's.</summary>
    public int? Heads { get; init; }

    /// <summary>Units between the two products of a layer, 1 to 65,536; null for four times the dimensions, or the encoder's.</summary>
    public int? Hidden { get; init; }

    /// <summary>What is added to the variance in normalisations, greater than 0, at most 0.1; null for 1e-12, or the encoder's.</summary>
    public double? Epsilon { get; init; }

    /// <summary>How the vectors of pieces become one.</summary>
    public TextPooling Pooling { get; init; }

    /// <summary>Units of each hidden layer behind the pooled vector, 1 to 65,536; none, [], make logits of it at once.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [];

    /// <summary>
    /// The probability of dropping a number of the first vectors, of what each half of a layer adds to them, of the pooled vector, or a hidden
    /// unit behind it, 0 to less than 1.
    /// </summary>
    public double Dropout { get; init; } = 0.1;

    /// <inheritdoc/>
    bool IPieceNetwork.IsMarked => true;

    /// <inheritdoc/>
    int IPieceNetwork.Width => Width;

    /// <inheritdoc/>
    internal override bool TakesText => true;

    /// <inheritdoc/>
    internal override bool IsWhole => Vocabulary is not null && Encoder is null && Vectors is null && !SeenPieces;

    /// <summary>Rows of the table.</summary>
    internal int Rows => ((IPieceNetwork)this).Rows;

    /// <summary>Numbers in the vector of a piece.</summary>
    internal int Width => Dimensions ?? 128;

    /// <summary>Layers that it has.</summary>
    internal int Depth => Layers ?? 2;

    /// <summary>Heads that it has.</summary>
    internal int HeadCount => Heads ?? Math.Max(1, Width / HeadWidth);

    /// <summary>Units between the two products of a layer.</summary>
    internal int HiddenWidth => Hidden ?? 4 * Width;

    /// <summary>What is added to a variance.</summary>
    internal double LeastVariance => Epsilon ?? 1e-12;

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            Networks.VocabularyFile.Problems(this, Encoder),
            { Length is < 3 or > LongestText, $"length is {Length}; expected 3 to {LongestText}" },
            { Depth is < 1 or > MostLayers, $"layers is {Depth}; expected 1 to {MostLayers}" },
            { Width is < 1 or > LargestWidth, $"dimensions is {Width}; expected 1 to {LargestWidth}" },
            { Encoder is null && (HeadCount < 1 || Width % HeadCount != 0), $"heads is {HeadCount}; expected a number that divides dimensions, {Width}" },
            { Hidden is < 1 or > LargestHidden, $"hidden is {Hidden}; expected 1 to {LargestHidden}" },
            { Epsilon is not (null or (> 0 and <= 0.1)), $"epsilon is {Epsilon}; expected more than 0, at most 0.1" },
            { (long)Rows * Width > LargestTable, $"pieces × dimensions is {(long)Rows * Width}; expected at most {LargestTable}" },
            { !Enum.IsDefined(Pooling), $"pooling is {Pooling}; expected mean or first" },
            { !(Widths.All(width => width is >= 1 and <= LargestHidden) && Widths.Count <= 64), $"widths is [{string.Join(", ", Widths)}]; expected at most 64 numbers from 1 to {LargestHidden}" },
            DropoutProblems("dropout", Dropout),
            CommonProblems(),
        };
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes)
    {
        var first = Encoder is not null ? $"encoder {Path.GetFileName(Path.TrimEndingDirectorySeparator(Encoder))}{(Layers is { } kept ? $", {Count(kept, "layer")}" : "")}{(SeenPieces ? ", seen pieces" : "")}"
            : $"transformer {Networks.VocabularyFile.Describe(this)}×{Width}, {Count(Depth, "layer")} of {Count(HeadCount, "head")}";
        return string.Join('-', [first, .. Widths, classes]);
    }

    /// <summary>Multiply-adds of a text of the full <see cref="Length"/>; shorter ones take fewer.</summary>
    public override long MultiplyAdds(ExampleShape input, int classes) =>
        checked(Length * (LayerWeights + (2L * Depth * Length * Width))) + Perceptron(classes);

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(TransformerSpec? other) =>
        base.Equals(other) && Encoder == other.Encoder && VocabularyFile == other.VocabularyFile && Vocabulary == other.Vocabulary
        && Vectors == other.Vectors && SeenPieces == other.SeenPieces && Length == other.Length && Layers == other.Layers && Dimensions == other.Dimensions && Heads == other.Heads && Hidden == other.Hidden
        && Nullable.Equals(Epsilon, other.Epsilon) && Pooling == other.Pooling && Widths.SequenceEqual(other.Widths) && Dropout.Equals(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HashCode.Combine(Encoder, VocabularyFile, Vocabulary, Vectors, SeenPieces), Length, Layers, Dimensions, Heads, Hidden, Widths.Sum(), Dropout);

    /// <exception cref="DistillException">The vocabulary is missing, or no vocabulary; or an encoder or texts decide pieces or weights, which other code reads.</exception>
    internal override NetworkSpec Whole() =>
        Encoder is not null ? throw new DistillException($"The network starts from the encoder {Encoder}; TextEncoder.Build of Distill.NET.Text makes models of encoders.")
        : Networks.VocabularyFile.Whole(this);

    /// <inheritdoc/>
    NetworkSpec IPieceNetwork.WithPieces(string pieces) =>
        this with { Encoder = null, VocabularyFile = null, Vocabulary = pieces, Vectors = null, SeenPieces = false };

    internal override NetworkSpec WithPaths(Func<string, string> find) => this with
    {
        Encoder = Encoder is null ? null : find(Encoder),
        VocabularyFile = VocabularyFile is null ? null : find(VocabularyFile),
        Vectors = Vectors is null ? null : find(Vectors),
    };

    internal override long LeastParameters(ExampleShape input, int classes) => ((long)(Rows + Length) * Width) + LayerWeights + Perceptron(classes);

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("encoder", new PieceTransformer(this)));
        AddPerceptron(layers, Width, Widths, Dropout, classes);
        return layers;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private long LayerWeights => checked(Depth * ((4L * Width * Width) + (2L * Width * HiddenWidth)));

    private long Perceptron(int classes)
    {
        long[] sizes = [Width, .. Widths, classes];
        return sizes.Zip(sizes.Skip(1), (from, to) => checked(from * to)).Sum();
    }
}
