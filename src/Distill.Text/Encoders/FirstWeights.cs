using Distill.Data;
using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Import;
using Distill.Models.Networks;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Text.Encoders;

/// <summary>
/// What all models of one specification start from, whatever their seeds: the pieces, as a file has them or as texts need them, and the weights of
/// a pretrained encoder, or its vectors of the pieces.
/// </summary>
internal sealed class FirstWeights : IDisposable
{
    private const int BatchTexts = 1000;

    private readonly ModelSpec spec;
    private IEncoderWeights? weights;
    private int[]? rows;
    private Tensor? table;
    private Fingerprint? vectors;

    private FirstWeights(ModelSpec spec) => this.spec = spec;

    /// <summary>Reads what the specification names.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="training">What it will learn from; null where nothing is known of that.</param>
    /// <param name="progress">Told of pieces that an encoder has answered; null to tell no one.</param>
    /// <param name="cancellationToken">Looked at between some pieces.</param>
    /// <exception cref="DistillException">The specification is out of range, a file is missing or damaged or does not fit, or there are no texts.</exception>
    public static FirstWeights Of(
        ModelSpec spec, ExampleView? training, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        spec.ThrowIfInvalid("model");
        if (spec.Network is not IPieceNetwork network || spec.Network.IsWhole)
        {
            return new(spec);
        }

        var encoder = (spec.Network as TransformerSpec)?.Encoder;
        if ((encoder ?? network.Vectors) is not { } path)
        {
            var pieces = Kept(network.Vocabulary ?? VocabularyFile.Read(network.VocabularyFile!, network.IsMarked), network, training).Pieces;
            return new(spec with { Network = network.WithPieces(pieces) });
        }

        var files = EncoderFiles.Of(path, network.VocabularyFile);
        var weights = files.Open();
        try
        {
            var bert = new BertEncoder(weights);
            if (encoder is not null)
            {
                var whole = bert.Spec((TransformerSpec)spec.Network, files.Vocabulary);
                var (pieces, kept) = Kept(whole.Vocabulary!, network, training);
                return new(spec with { Network = ((IPieceNetwork)whole).WithPieces(pieces) }) { weights = weights, rows = kept };
            }

            using (weights)
            {
                return WithVectors(spec, bert.Spec(new TransformerSpec { Encoder = path, Length = 3, Dropout = 0 }, files.Vocabulary), bert, training, progress, cancellationToken);
            }
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>A model in training mode, which the caller disposes.</summary>
    /// <param name="seed">Decides what no encoder gives.</param>
    /// <param name="encoder">Covers what was taken of an encoder; null where none is named.</param>
    public Classifier Build(long seed, out Fingerprint? encoder)
    {
        var (built, taken) = NetworkMaking.ThenBrought(() => Filled(seed), made => made.Model);
        encoder = taken;
        return built;
    }

    /// <summary>Whether weights are an encoder's.</summary>
    /// <param name="name">Their name in the model.</param>
    public bool Gives(string name) => weights is not null ? name.StartsWith(TransformerSpec.LayerName, StringComparison.Ordinal)
        : table is not null && name is BagSpec.TableName or TransformerSpec.TableName;

    /// <inheritdoc/>
    public void Dispose()
    {
        weights?.Dispose();
        table?.Dispose();
    }

    private (Classifier Model, Fingerprint? Encoder) Filled(long seed)
    {
        var encoder = vectors;
        var model = Classifier.Build(spec, seed);
        try
        {
            if (weights is not null)
            {
                encoder = new BertEncoder(weights).Fill(model, rows);
            }
            else if (table is not null)
            {
                using var quiet = no_grad();
                ((TextVectors)model.Network.children().First()).Table.copy_(table);
            }

            return (model, encoder);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static FirstWeights WithVectors(
        ModelSpec spec, TransformerSpec whole, BertEncoder bert, ExampleView? training, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var network = (IPieceNetwork)spec.Network;
        if (network.Width > whole.Width)
        {
            throw new DistillException($"dimensions is {network.Width}, and the vectors of {network.Vectors} have {whole.Width} numbers; give at most {whole.Width}.");
        }

        var (pieces, rows) = Kept(whole.Vocabulary!, network, training);
        // The vectors of pieces are of the computer's own memory.
        using var here = ComputeDevice.Use(ComputeDevice.Cpu);
        using var encoder = Classifier.Build(spec with { Network = whole }, seed: 0);
        var taken = bert.Fill(encoder);
        using var all = StaticVectors.Of(encoder, rows ?? [.. Enumerable.Range(0, whole.Rows)], progress, cancellationToken);
        var table = StaticVectors.Reduced(all, network.Width) ?? throw new DistillException(
            $"The encoder {network.Vectors} answers to each of {all.shape[0]} pieces with the same vector, so there is nothing to start from; is it trained?");
        return new(spec with { Network = network.WithPieces(pieces) })
        {
            table = table,
            vectors = Fingerprint.Of("vectors of pieces", taken.Value, pieces, FormattableString.Invariant($"{network.Width}")),
        };
    }

    // All of them where the network does not ask for those of its texts alone.
    private static (string Pieces, int[]? Rows) Kept(string vocabulary, IPieceNetwork network, ExampleView? training)
    {
        if (!network.SeenPieces)
        {
            return (vocabulary, null);
        }

        if (training is not { ElementType: ElementType.Text })
        {
            throw new DistillException(
                $"The network keeps the pieces of its training texts, and {(training is null ? "none are given" : $"{training.Name} has no texts")}; leave seenPieces out, or give training texts.");
        }

        var kept = new KeptPieces(vocabulary, network.IsMarked);
        for (var first = 0; first < training.Count; first += BatchTexts)
        {
            using var batch = training.Read(first, Math.Min(BatchTexts, training.Count - first));
            var bytes = batch.Inputs.bytes;
            var size = (int)batch.Inputs.shape[1];
            for (var text = 0; text < batch.Inputs.shape[0]; text++)
            {
                kept.Add(bytes.Slice(text * size, size));
            }
        }

        return (kept.Vocabulary(kept.Rows), kept.Rows);
    }
}
