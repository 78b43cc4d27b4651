using System.Globalization;
using Distill.Models.Networks;
using Distill.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>A pretrained encoder of the shape of BERT: which transformer it is, and its weights.</summary>
/// <param name="weights">The file; it is the caller's.</param>
internal sealed class BertEncoder(IEncoderWeights weights)
{
    private const int MostProblems = 12;

    private readonly int layers = BertNames.Layers(weights.Shapes.Keys);

    private int Width => Size(BertNames.Pieces, 1);

    private int Hidden => Size(BertNames.Layer(0) + "intermediate.dense.weight", 0);

    /// <summary>The transformer that was asked for with the encoder's sizes, and no weights to come.</summary>
    /// <param name="asked">Its <see cref="TransformerSpec.Layers"/> says how many are kept.</param>
    /// <param name="vocabulary">The file of the pieces.</param>
    /// <exception cref="DistillException">The encoder has another shape than BERT, or than was asked for; the message lists all that differs.</exception>
    public TransformerSpec Spec(TransformerSpec asked, string vocabulary)
    {
        var pieces = VocabularyFile.Read(vocabulary, isMarked: true);
        var missing = Misfits().ToList();
        if (missing.Count > 0)
        {
            var more = missing.Count > MostProblems ? $"; and {missing.Count - MostProblems} more" : "";
            throw new DistillException($"{weights.Path} holds no encoder of the shape of BERT: {string.Join("; ", missing.Take(MostProblems))}{more}.");
        }

        var heads = asked.Heads ?? weights.Heads;
        var spec = asked with
        {
            Encoder = null,
            VocabularyFile = null,
            Vocabulary = pieces,
            SeenPieces = false,
            Layers = asked.Layers ?? layers,
            Dimensions = Width,
            Heads = heads,
            Hidden = Hidden,
            Epsilon = asked.Epsilon ?? weights.Epsilon ?? 1e-12,
        };
        ProblemList.ThrowIfAny($"The network cannot start from {weights.Path}", new ProblemList
        {
            Other("dimensions", asked.Dimensions, Width),
            Other("hidden", asked.Hidden, Hidden),
            Other("heads", asked.Heads, weights.Heads),
            { asked.Epsilon is { } epsilon && weights.Epsilon is { } theirs && epsilon != theirs, string.Create(CultureInfo.InvariantCulture, $"epsilon is {asked.Epsilon}, and the encoder's is {weights.Epsilon}; leave it out") },
            { heads is null, "how many heads of attention it has is neither in its graph nor in a config.json beside it; give heads, or num_attention_heads in config.json" },
            { heads is { } count && (count < 1 || Width % count != 0), $"heads is {heads}; expected a number that divides its dimensions, {Width}" },
            { asked.Layers > layers, $"layers is {asked.Layers}, and it has {layers}" },
            { asked.Length > Size(BertNames.Places, 0), $"length is {asked.Length}, and it has places for {Size(BertNames.Places, 0)} pieces; give a smaller length" },
            { spec.Rows > Size(BertNames.Pieces, 0), $"{vocabulary} has {spec.Rows} pieces, and it has rows for {Size(BertNames.Pieces, 0)}; give its own vocabulary by vocabularyFile" },
        });
        return spec;
    }

    /// <summary>Gives a model the weights; what stands behind the encoder keeps its own.</summary>
    /// <param name="model">Of the specification that <see cref="Spec"/> gave, with those pieces.</param>
    /// <param name="rows">Which of the vocabulary's pieces it has, in order; null for all.</param>
    /// <returns>Covers sizes, pieces and all that was taken.</returns>
    /// <exception cref="DistillException">Numbers are not finite.</exception>
    public Fingerprint Fill(Classifier model, int[]? rows = null)
    {
        using var quiet = no_grad();
        using var builder = new FingerprintBuilder();
        var encoder = (PieceTransformer)model.Network.children().First();
        var spec = encoder.Spec;
        builder.Add("encoder").Add(StrictJson.Write<NetworkSpec>(spec with { Widths = [], Dropout = 0 }));
        using (var scope = NewDisposeScope())
        {
            var pieces = Read(BertNames.Pieces);
            Give(encoder.Table, rows is null ? pieces.narrow(0, 0, spec.Rows) : pieces.index_select(0, tensor(Array.ConvertAll(rows, row => (long)row))));

            // A text is one sentence, so that the row of the first is the same for every place.
            Give(encoder.Tables[1], Read(BertNames.Places).narrow(0, 0, spec.Length).Plus(Read(BertNames.Sentences).narrow(0, 0, 1)));
        }

        Norm(encoder.Norm, BertNames.Norm);
        foreach (var (layer, number) in encoder.Layers.Zip(Kept(layers, spec.Depth)))
        {
            var names = BertNames.Parts.Select(part => BertNames.Layer(number) + part).ToArray();
            Take(layer.Projection.weight!, 3 * spec.Width, [.. names[..3].Select(name => $"{name}.weight")]);
            Take(layer.Projection.bias!, 3 * spec.Width, [.. names[..3].Select(name => $"{name}.bias")]);
            Product(layer.Output, names[3]);
            Norm(layer.Norm1, names[4]);
            Product(layer.Inner, names[5]);
            Product(layer.Outer, names[6]);
            Norm(layer.Norm2, names[7]);
        }

        return builder.Build();

        void Product(Linear layer, string name)
        {
            Take(layer.weight!, (int)layer.weight!.shape[0], $"{name}.weight");
            Take(layer.bias!, (int)layer.bias!.shape[0], $"{name}.bias");
        }

        void Norm(LayerNorm norm, string name)
        {
            Take(norm.weight!, spec.Width, $"{name}.weight");
            Take(norm.bias!, spec.Width, $"{name}.bias");
        }

        void Take(Parameter parameter, int rows, params string[] names)
        {
            using var scope = NewDisposeScope();
            Give(parameter, cat([.. names.Select(Read)], 0).narrow(0, 0, rows));
        }

        void Give(Parameter parameter, Tensor values)
        {
            parameter.copy_(values);
            builder.Add(parameter.bytes);
        }
    }

    /// <summary>So many of some layers, evenly from the first to the last.</summary>
    internal static IEnumerable<int> Kept(int layers, int count) =>
        Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)Math.Round((double)i * (layers - 1) / (count - 1)));

    private static IEnumerable<string> Other(string key, int? asked, int? found) => new ProblemList
    {
        { asked is not null && found is not null && asked != found, $"{key} is {asked}, and the encoder has {found}; leave it out" },
    };

    private int Size(string name, int dimension) => (int)weights.Shapes[name][dimension];

    private Tensor Read(string name)
    {
        var values = weights.Read(name);
        using var finite = values.isfinite();
        using var all = finite.all();
        return all.item<bool>() ? values : throw new DistillException($"{weights.Path} holds numbers that are not finite in float32, in '{name}'; did its training diverge?");
    }

    private IEnumerable<string> Misfits()
    {
        string[] first = [BertNames.Pieces, BertNames.Places, BertNames.Sentences, BertNames.Layer(0) + "intermediate.dense.weight"];
        string[] absent = [.. first.Where(name => !weights.Shapes.TryGetValue(name, out var shape) || shape.Count != 2 || shape.Any(size => size is < 1 or > int.MaxValue / 4))];
        if (absent.Length > 0)
        {
            return absent.Select(name => weights.Shapes.TryGetValue(name, out var shape) ? $"'{name}' is [{string.Join(", ", shape)}]" : $"it lacks '{name}'");
        }

        var expected = Expected();
        return expected.Where(pair => !weights.Shapes.TryGetValue(pair.Key, out var shape) || !shape.SequenceEqual(pair.Value))
            .Select(pair => weights.Shapes.TryGetValue(pair.Key, out var shape)
                ? $"'{pair.Key}' is [{string.Join(", ", shape)}], expected [{string.Join(", ", pair.Value)}]"
                : $"it lacks '{pair.Key}'")
            .Concat(weights.Shapes.Keys.Where(name => !expected.ContainsKey(name) && !BertNames.IsBeside(name)).Select(name => $"it also holds '{name}', which BERT does not"));
    }

    private Dictionary<string, long[]> Expected()
    {
        var (width, hidden) = (Width, Hidden);
        var expected = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [BertNames.Pieces] = [Size(BertNames.Pieces, 0), width],
            [BertNames.Places] = [Size(BertNames.Places, 0), width],
            [BertNames.Sentences] = [Size(BertNames.Sentences, 0), width],
        };
        Add(BertNames.Norm, [width]);
        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var part in BertNames.Parts)
            {
                Add(BertNames.Layer(layer) + part, part switch
                {
                    "intermediate.dense" => [hidden, width],
                    "output.dense" => [width, hidden],
                    _ when part.EndsWith("LayerNorm", StringComparison.Ordinal) => [width],
                    _ => [width, width],
                });
            }
        }

        return expected;

        void Add(string name, long[] shape)
        {
            expected[$"{name}.weight"] = shape;
            expected[$"{name}.bias"] = shape[..1];
        }
    }
}
