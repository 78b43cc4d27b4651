using System.Globalization;

namespace Distill.Models.Import;

/// <summary>What PyTorch calls the tensors of BERT.</summary>
internal static class BertNames
{
    /// <summary>The table of pieces, by which the encoder is found in a file.</summary>
    public const string Pieces = "embeddings.word_embeddings.weight";

    /// <summary>The table of places.</summary>
    public const string Places = "embeddings.position_embeddings.weight";

    /// <summary>The table of sentences, of which the first row is used.</summary>
    public const string Sentences = "embeddings.token_type_embeddings.weight";

    /// <summary>The normalisation of the first vectors.</summary>
    public const string Norm = "embeddings.LayerNorm";

    /// <summary>The parts of a layer: queries, keys, values, behind attention, its normalisation, the two products, theirs.</summary>
    public static readonly string[] Parts =
    [
        "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense",
        "output.dense", "output.LayerNorm",
    ];

    // What stands behind the encoder, and numbers that are no weights.
    private static readonly string[] Beside = ["pooler.", "cls.", "classifier.", "qa_outputs.", "embeddings.position_ids", "embeddings.token_type_ids"];

    /// <summary>What a layer's tensors begin with.</summary>
    public static string Layer(int layer) => string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}.");

    /// <summary>How many layers there are tensors of.</summary>
    public static int Layers(IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        var layers = 0;
        while (known.Any(name => name.StartsWith(Layer(layers), StringComparison.Ordinal)))
        {
            layers++;
        }

        return layers;
    }

    /// <summary>Whether a tensor is none of the encoder's, and may be left out.</summary>
    public static bool IsBeside(string name) => Array.Exists(Beside, start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>What stands before the encoder's names; null where there is no table of pieces.</summary>
    public static string? Prefix(IEnumerable<string> names) =>
        names.Where(name => name.EndsWith(Pieces, StringComparison.Ordinal)).Select(name => name[..^Pieces.Length]).FirstOrDefault(prefix => prefix.Length == 0 || prefix.EndsWith('.'));

    /// <summary>A name as BERT's own code has it today: older files call the numbers of normalisations gamma and beta.</summary>
    public static string Modern(string name) =>
        name.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? $"{name[..^"gamma".Length]}weight"
        : name.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? $"{name[..^"beta".Length]}bias"
        : name;
}
