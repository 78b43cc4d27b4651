using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Distill.Text.Encoders;

/// <summary>
/// A student that answers vectors of texts, as <c>distill train --embedder</c> makes it, for search and clustering in an application.
/// One at a time may ask it. Owns the model.
/// </summary>
public sealed class TextEmbedder : IEmbeddingGenerator<string, Embedding<float>>, IVectorTeacher
{
    private const int BatchSize = 256;

    private readonly Classifier model;

    private TextEmbedder(string path, Classifier model)
    {
        this.model = model;
        Name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder ? folder : Path.GetFileName(path);
        Fingerprint = model.Fingerprint();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimensions => model.Classes;

    /// <inheritdoc/>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <summary>Opens the file of a model.</summary>
    /// <param name="path">model.safetensors of a training's run.</param>
    /// <exception cref="DistillException">The file is missing or damaged, or holds no embedder of texts.</exception>
    public static TextEmbedder Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new TextEmbedder(path, ModelFile.LoadAny(path, spec =>
        {
            if (!spec.GivesVectors || !spec.Network.TakesText)
            {
                throw new DistillException($"{path} holds {spec.Description}, which {(spec.GivesVectors ? "takes no texts" : $"answers {spec.Classes} classes, and no vectors")}. Train with TrainRecipe.Embedder for one.");
            }
        }));
    }

    /// <summary>The vectors of texts, each of length one, so that the sum of products of two is the cosine of their angle.</summary>
    /// <param name="texts">The texts; what is beyond the bytes that the model takes is cut off.</param>
    /// <returns>[texts][<see cref="Dimensions"/>].</returns>
    public IReadOnlyList<float[]> Embed(IEnumerable<string> texts) => [.. Embed(texts, CancellationToken.None)];

    /// <summary>The vectors of a batch of texts, of length one.</summary>
    /// <inheritdoc/>
    public Tensor Vectors(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Inputs.dim() == 2 && batch.Inputs.shape[1] == model.Input.Channels ? Answer(batch.Inputs)
            : throw new DistillException($"The embedder {Name} takes texts of {model.Input.Channels} bytes, and these examples are [{string.Join(", ", batch.Inputs.shape)}].");
    }

    /// <inheritdoc/>
    /// <remarks>The work is done before the task is returned.</remarks>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Dimensions is { } asked && asked != Dimensions)
        {
            throw new ArgumentException($"The embedder {Name} answers vectors of {Dimensions} numbers, not of {asked}.", nameof(options));
        }

        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
            Embed(values, cancellationToken).Select(vector => new Embedding<float>(vector) { ModelId = Name })));
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("Distill.NET", defaultModelId: Name, defaultModelDimensions: Dimensions)
            : serviceKey is null && serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private List<float[]> Embed(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new List<float[]>();
        foreach (var part in texts.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] bytes = [.. part.SelectMany(text => TextSource.Encode(text, model.Input.Channels))];
            using var inputs = tensor(bytes, part.Length, model.Input.Channels);
            using var answers = Answer(inputs);
            vectors.AddRange(answers.Copied<float>().Chunk(Dimensions));
        }

        return vectors;
    }

    private Tensor Answer(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return nn.functional.normalize(model.call(inputs), p: 2, dim: 1).MoveToOuterDisposeScope();
    }
}
