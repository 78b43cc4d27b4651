using System.Globalization;
using Distill.Data;
using Distill.Models;
using Distill.Onnx.Inference;
using Distill.Runs;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Distill.Text.Encoders;

/// <summary>
/// A sentence encoder in ONNX with its vocabulary: texts in, vectors out. What it takes (<c>input_ids</c>,
/// <c>attention_mask</c>, <c>token_type_ids</c>) and gives is found out from the file.
/// </summary>
public sealed class TextEncoder : IVectorTeacher
{
    private const int BatchSize = 32;
    private static readonly string[] Known = ["input_ids", "attention_mask", "token_type_ids"];

    private readonly OnnxSession session;
    private readonly TextTokens pieces;
    private readonly OnnxSlot output;
    private readonly EncoderOptions options;
    private readonly string path;

    private TextEncoder(string path, OnnxSession session, TextTokens pieces, OnnxSlot output, EncoderOptions options) =>
        (this.path, this.session, this.pieces, this.output, this.options) = (path, session, pieces, output, options);

    /// <summary>The name of its file.</summary>
    public string Name => Path.GetFileName(path);

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public int Dimensions { get; private init; }

    /// <summary>Covers every byte of the file and the vocabulary, and all options: equal fingerprints give equal vectors.</summary>
    public Fingerprint Fingerprint { get; private init; }

    /// <summary>Opens an encoder, and tries it on a short text.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="vocabulary">
    /// What cuts texts into its tokens: vocab.txt of WordPiece; vocab.json of BPE, with merges.txt beside it; a .model of SentencePiece;
    /// tokenizer.json of WordPiece or BPE; or a folder with one of them.
    /// </param>
    /// <param name="options">How it is asked; null for the defaults.</param>
    /// <exception cref="DistillException">A file is missing or damaged, or is no encoder of texts.</exception>
    public static TextEncoder Open(string path, string vocabulary, EncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new();
        ProblemList.ThrowIfAny("the encoder", [.. options.Problems()]);
        var pieces = TextTokens.Open(vocabulary, options);
        var file = OnnxFile.Open(path);
        var session = OnnxSession.Open(file);
        try
        {
            RequireInputs(path, session.Inputs);
            var output = Output(path, session.Outputs);
            var fingerprint = Fingerprint.Of(
                "text encoder", file.Fingerprint().Value, pieces.Fingerprint.Value, output.Name, options.Pooling.ToString());
            using var trial = new TextEncoder(path, session, pieces, output, options) { Fingerprint = fingerprint }.Run([pieces.Of("a text")]);
            return new TextEncoder(path, session, pieces, output, options) { Fingerprint = fingerprint, Dimensions = (int)trial.shape[1] };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A model in training mode whose first weights are those of a pretrained encoder, or its vectors of pieces, and whose pieces are those of its
    /// training texts, where its network asks for that by <see cref="TransformerSpec.Encoder"/>, <see cref="WordPieceSpec.Vectors"/> or
    /// <see cref="WordPieceSpec.SeenPieces"/>; any other as <see cref="Classifier.Build"/> makes it. The caller disposes it.
    /// </summary>
    /// <param name="spec">The model; what no encoder gives starts from random weights.</param>
    /// <param name="seed">Decides the random weights.</param>
    /// <param name="training">The training examples, whose texts decide the pieces; null where the network does not ask for that.</param>
    /// <exception cref="DistillException">
    /// The specification is out of range; or a file of the encoder is missing or damaged, or has another shape than BERT or than the network asks for; or
    /// there are no training texts to decide the pieces.
    /// </exception>
    public static Classifier Build(ModelSpec spec, long seed, ExampleView? training = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var first = FirstWeights.Of(spec, training);
        return first.Build(seed, out _);
    }

    /// <summary>The vectors of a batch of texts, of length one.</summary>
    /// <inheritdoc/>
    public Tensor Vectors(Batch batch) => Encode(BatchTexts.Of(batch, Name));

    /// <summary>The vectors of texts, [texts, <see cref="Dimensions"/>] float32 of length one; the caller disposes them.</summary>
    /// <param name="texts">One or more.</param>
    /// <param name="progress">Told of texts done; null to tell no one.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">The model fails.</exception>
    public Tensor Encode(IReadOnlyList<string> texts, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var tokens = new IReadOnlyList<int>[texts.Count];
        Parallel.For(0, texts.Count, i => tokens[i] = pieces.Of(texts[i]));
        var vectors = empty(texts.Count, Dimensions, ScalarType.Float32);
        try
        {
            var done = 0;
            // Texts of one length together, so that little is computed for padding.
            foreach (var part in Enumerable.Range(0, texts.Count).OrderBy(i => tokens[i].Count).Chunk(BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var places = tensor(Array.ConvertAll(part, i => (long)i));
                vectors.index_copy_(0, places, Run([.. part.Select(i => tokens[i])]));
                done += part.Length;
                progress?.Report(new WorkProgress("encoding texts", done, texts.Count, "texts"));
            }

            return vectors;
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private Tensor Run(IReadOnlyList<int>[] texts)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var longest = texts.Max(text => text.Count);
        var (ids, present) = (new long[texts.Length * longest], new long[texts.Length * longest]);
        Array.Fill(ids, pieces.Padding);
        for (var text = 0; text < texts.Length; text++)
        {
            for (var token = 0; token < texts[text].Count; token++)
            {
                ids[(text * longest) + token] = texts[text][token];
                present[(text * longest) + token] = 1;
            }
        }

        var mask = tensor(present, texts.Length, longest);
        var inputs = session.Inputs.Select(input => (input.Name, input.Name switch
        {
            "input_ids" => tensor(ids, texts.Length, longest),
            "attention_mask" => mask,
            _ => zeros(texts.Length, longest, ScalarType.Int64),
        })).ToList();
        var answer = session.Run(inputs, [output.Name])[0]?.to(ScalarType.Float32)
            ?? throw new DistillException($"{path}: the output '{output.Name}' is no tensor.");
        var pooled = answer.dim() == 2 ? answer : options.Pooling == TextPooling.First ? answer.select(1, 0) : Mean(answer, mask);
        // Encoders are trained on angles; the length of a vector says how long the text is.
        return nn.functional.normalize(pooled, dim: 1).MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor answer, Tensor mask)
    {
        var weights = mask.to(ScalarType.Float32).unsqueeze(2);
        return answer.mul(weights).sum(1).div(weights.sum(1));
    }

    private static void RequireInputs(string path, IReadOnlyList<OnnxSlot> inputs)
    {
        var strange = inputs.Where(input => !Known.Contains(input.Name) || input.Type != TensorElementType.Int64 || input.Dims.Count != 2).ToList();
        if (strange.Count > 0 || inputs.All(input => input.Name != "input_ids"))
        {
            throw new DistillException(
                $"{path} is no encoder of texts that can be asked here: it takes {string.Join(", ", inputs)}. Expected input_ids, with or without attention_mask and token_type_ids, int64 [batch, tokens].");
        }
    }

    private static OnnxSlot Output(string path, IReadOnlyList<OnnxSlot> outputs) =>
        outputs.FirstOrDefault(output => output.Name == "last_hidden_state" && output.Dims.Count == 3)
        ?? outputs.FirstOrDefault(output => output.Name is "sentence_embedding" && output.Dims.Count == 2)
        ?? outputs.FirstOrDefault(output => output.Dims.Count == 3)
        ?? outputs.FirstOrDefault(output => output.Dims.Count == 2)
        ?? throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"{path} gives {string.Join(", ", outputs)}; expected a vector for each token or for each text."));
}
