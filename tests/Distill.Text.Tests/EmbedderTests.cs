using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;
using Distill.Text.Encoders;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Text.Tests;

public sealed class EmbedderTests : IDisposable
{
    private const int Bytes = 64;
    private const int Dimensions = 7;

    private static readonly string[] Texts = ["wake me at seven", "is it wet in Rome?", "", "한국어 문장", new string('y', 100)];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void VectorsAreTheModelsAnswersAtLengthOne()
    {
        using var model = Model();
        using var embedder = TextEmbedder.Open(Saved(model));

        var vectors = embedder.Embed(Texts);

        Assert.Equal(Dimensions, embedder.Dimensions);
        model.eval();
        using var quiet = TorchSharp.torch.no_grad();
        foreach (var (text, vector) in Texts.Zip(vectors))
        {
            var example = new byte[Bytes];
            var bytes = Encoding.UTF8.GetBytes(text);
            bytes.AsSpan(0, Math.Min(Bytes, bytes.Length)).CopyTo(example);
            var answer = model.call(TorchSharp.torch.tensor(example, 1, Bytes)).data<float>().ToArray();
            var length = Math.Sqrt(answer.Sum(number => (double)number * number));
            Assert.Equal(Dimensions, vector.Length);
            Assert.All(answer.Zip(vector), pair => Assert.Equal(pair.First / length, pair.Second, 1e-6));
        }
    }

    [Fact]
    public async Task ItIsAGeneratorOfEmbeddings()
    {
        using var model = Model();
        IEmbeddingGenerator<string, Embedding<float>> generator = TextEmbedder.Open(Saved(model));
        using (generator)
        {
            var found = await generator.GenerateAsync(Texts);
            var one = await generator.GenerateVectorAsync(Texts[1]);

            Assert.Equal(Texts.Length, found.Count);
            // A product of one row is rounded otherwise than one of several.
            Assert.All(found[1].Vector.ToArray().Zip(one.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Assert.Equal(Dimensions, generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
            Assert.IsType<TextEmbedder>(generator.GetService<TextEmbedder>());
            Assert.Null(generator.GetService<IChatClient>());
            await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(Texts, new EmbeddingGenerationOptions { Dimensions = 3 }));
            await Assert.ThrowsAsync<OperationCanceledException>(() => generator.GenerateAsync(Texts, cancellationToken: new CancellationToken(canceled: true)));
        }
    }

    [Fact]
    public void ABatchGivesTheSameVectors()
    {
        using var model = Model();
        using var embedder = TextEmbedder.Open(Saved(model));
        var view = new ExampleView(new TextSource("texts", Texts, new int[Texts.Length], ["a"], Bytes));
        using var batch = view.Read(0, view.Count);
        using var vectors = embedder.Vectors(batch);

        Assert.Equal(embedder.Embed(Texts).SelectMany(vector => vector), vectors.data<float>().ToArray());
        using var longer = new ExampleView(new TextSource("texts", Texts, new int[Texts.Length], ["a"], 2 * Bytes)).Read(0, 1);
        Assert.Contains("takes texts of 64 bytes", Assert.Throws<DistillException>(() => embedder.Vectors(longer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassesAndVectorsAreNotTakenForEachOther()
    {
        using var model = Model();
        using var classes = Model(givesVectors: false);
        var (embedder, classifier) = (Saved(model), Saved(classes, "classifier"));

        Assert.Contains("holds an embedder: it answers vectors of 7 numbers, and no classes", Assert.Throws<DistillException>(() => ModelFile.Load(embedder)).Message, StringComparison.Ordinal);
        Assert.Contains("answers 7 classes, and no vectors", Assert.Throws<DistillException>(() => TextEmbedder.Open(classifier)).Message, StringComparison.Ordinal);
        Assert.NotEqual(model.Fingerprint(), classes.Fingerprint());
        var exported = folder.Write("embedder.onnx", OnnxExporter.Export(model));
        Assert.Contains("is an embedder", Assert.Throws<DistillException>(() => OnnxTeacher.Open(exported, ExampleShape.Features(Bytes), null)).Message, StringComparison.Ordinal);
        Assert.Contains("no temperature", Assert.Throws<DistillException>(() => OnnxExporter.Export(model, new OnnxExportOptions { Probabilities = true })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WeightFormat.F32, 1e-6)]
    [InlineData(WeightFormat.F16, 0.002)]
    [InlineData(WeightFormat.Int8, 0.05)]
    public void TheExportedFileAnswersTheSameVectors(WeightFormat weights, double tolerance)
    {
        using var model = Model();
        var examples = new ExampleView(new TextSource("texts", [.. Enumerable.Range(0, 60).Select(i => $"text {i} of {i * i}")], [.. Enumerable.Repeat(-1, 60)], [], Bytes));
        var path = folder.File("embedder.onnx");
        var report = OnnxExporter.Save(path, model, new OnnxExportOptions { Weights = weights }, examples, examples);

        Assert.Empty(report.Problems);
        Assert.All(report.Levels, level => Assert.InRange(level.MeanCosine!.Value, weights == WeightFormat.Int8 ? 0.99 : 0.9999, 1.000001));
        using var session = new InferenceSession(path);
        Assert.Equal("vector", session.OutputNames[0]);
        using var embedder = TextEmbedder.Open(Saved(model));
        foreach (var text in Texts.Where(text => text.Length is > 0 and < Bytes))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            using var input = OrtValue.CreateTensorValueFromMemory(bytes, [1, bytes.Length]);
            using var run = new RunOptions();
            using var answer = session.Run(run, ["text"], [input], ["vector"])[0];
            Assert.All(embedder.Embed([text])[0].Zip(answer.GetTensorDataAsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void AFileThatAnswersOtherVectorsIsNotGivenOut()
    {
        LevelCheck Level(double cosine) => new("all", 0, 1, 0, null) { MeanCosine = cosine };

        Assert.Empty(ExportLimits.Problems(WeightFormat.Int8, null, Level(0.995)));
        Assert.Contains("expected 0.99", Assert.Single(ExportLimits.Problems(WeightFormat.Int8, null, Level(0.98))), StringComparison.Ordinal);
        Assert.Contains("expected 0.9999", Assert.Single(ExportLimits.Problems(WeightFormat.F16, null, Level(0.99))), StringComparison.Ordinal);
        Assert.Single(ExportLimits.Problems(WeightFormat.F16, null, Level(double.NaN)));
    }

    public void Dispose() => folder.Dispose();

    private string Saved(Classifier model, string name = "embedder")
    {
        var path = folder.File(Path.Combine(name, "model.safetensors"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ModelFile.Save(path, model);
        return path;
    }

    private static Classifier Model(bool givesVectors = true) => Classifier.Build(
        new ModelSpec(
            ExampleShape.Features(Bytes), [.. Enumerable.Range(0, Dimensions).Select(i => $"{i}")], Normalisation.None,
            new BagSpec { Buckets = 499, Dimensions = 24, Words = [1, 2], Characters = [3], Widths = [9] })
        { GivesVectors = givesVectors },
        seed: 2);
}
