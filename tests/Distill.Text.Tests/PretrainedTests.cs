using System.Text.Json;
using Distill.Data;
using Distill.Models;
using Distill.Models.Import;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Text.Encoders;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class PretrainedTests
{
    private static readonly string[] Texts = ["red dogs", "", "the green cow and a cat!", "blue", "a reddish cat", "dogs dogs dogs the the the the the the the"];

    private static readonly TransformerSpec Plain = new() { Length = 14 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void VectorsAreThoseOfOnnxRuntime(bool withGemm)
    {
        using var folder = new TemporaryFolder();
        var path = new SmallEncoder(3).WriteOnnx(folder.File("model.onnx"), withGemm);
        var words = SmallEncoder.WriteVocabulary(folder);
        using var encoder = TextEncoder.Open(path, words, new EncoderOptions { Tokens = 14 });
        using var expected = encoder.Encode(Texts);
        using var model = TextEncoder.Build(Spec(Plain with { Encoder = folder.Path }), seed: 1);

        Assert.InRange(Largest(expected, Vectors(model, Texts)), 0, 1e-5);
        var network = (TransformerSpec)model.Spec!.Network;
        Assert.Equal((null, 3, SmallEncoder.Width, SmallEncoder.Heads, SmallEncoder.Hidden), (network.Encoder, network.Layers, network.Dimensions, network.Heads, network.Hidden));
        Assert.Equal(SmallEncoder.Epsilon, network.Epsilon);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("bert.", true)]
    [InlineData("bert.", false)]
    public void SafeTensorsAreTheSameEncoder(string prefix, bool withConfig)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var small = new SmallEncoder(2);
        small.WriteOnnx(other.File("model.onnx"));
        SmallEncoder.WriteVocabulary(other);
        small.WriteSafeTensors(folder.File("model.safetensors"), prefix, withConfig);
        SmallEncoder.WriteVocabulary(folder);
        var asked = Plain with { Encoder = folder.Path };
        using var model = TextEncoder.Build(Spec(withConfig ? asked : asked with { Heads = SmallEncoder.Heads, Epsilon = SmallEncoder.Epsilon }), seed: 1);
        using var same = TextEncoder.Build(Spec(Plain with { Encoder = other.Path }), seed: 1);

        Assert.Equal(same.Fingerprint(), model.Fingerprint());
    }

    [Fact]
    public void SomeLayersAreKeptFromTheFirstToTheLast()
    {
        using var folder = new TemporaryFolder();
        var small = new SmallEncoder(4);
        small.WriteOnnx(folder.File("model.onnx"));
        SmallEncoder.WriteVocabulary(folder);
        using var first = FirstWeights.Of(Spec(Plain with { Encoder = folder.File("model.onnx"), Layers = 2 }), training: null);
        using var model = first.Build(seed: 1, out var encoder);

        Assert.NotNull(encoder);
        Assert.Equal(2, model.Weights().Count(pair => pair.Name.EndsWith("inner.weight", StringComparison.Ordinal)));
        Assert.Equal(
            small.Tensors["encoder.layer.3.intermediate.dense.weight"].Values,
            model.Weights().Single(pair => pair.Name == "encoder.layers.1.inner.weight").Parameter.detach().data<float>().ToArray());
        Assert.Equal([0, 2, 3, 5], BertEncoder.Kept(6, 4));
        Assert.Equal([0], BertEncoder.Kept(6, 1));
        Assert.Equal([0, 1, 2], BertEncoder.Kept(3, 3));
    }

    [Fact]
    public void WhatIsNoSuchEncoderIsRefused()
    {
        using var folder = new TemporaryFolder();
        var small = new SmallEncoder(2);
        var weights = folder.File("model.safetensors");
        small.WriteSafeTensors(weights, "bert.", withConfig: false);
        var asked = Plain with { Encoder = folder.Path };

        Assert.Contains("no vocab.txt beside it", Refusal(asked), StringComparison.Ordinal);
        SmallEncoder.WriteVocabulary(folder);
        Assert.Contains("heads of attention", Refusal(asked), StringComparison.Ordinal);
        Assert.Contains("divides its dimensions, 12", Refusal(asked with { Heads = 5 }), StringComparison.Ordinal);
        Assert.Contains("layers is 3, and it has 2", Refusal(asked with { Heads = 3, Layers = 3 }), StringComparison.Ordinal);
        Assert.Contains("dimensions is 16, and the encoder has 12; leave it out", Refusal(asked with { Heads = 3, Dimensions = 16 }), StringComparison.Ordinal);
        Assert.Contains("it has places for 16 pieces", Refusal(asked with { Heads = 3, Length = 17 }), StringComparison.Ordinal);
        File.WriteAllText(folder.File("config.json"), """{"hidden_act": "relu"}""");
        Assert.Contains("hidden_act is \"relu\"; expected \"gelu\"", Refusal(asked), StringComparison.Ordinal);
        File.Delete(folder.File("config.json"));
        folder.Write("more.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', SmallEncoder.Vocabulary) + "\nmore\n"));
        Assert.Contains("has 17 pieces, and it has rows for 16", Refusal(asked with { Heads = 3, VocabularyFile = folder.File("more.txt") }), StringComparison.Ordinal);

        small.Tensors.Remove("encoder.layer.1.output.dense.bias");
        small.Tensors["encoder.relative.weight"] = ([1], [1]);
        small.WriteSafeTensors(weights, "bert.", withConfig: true);
        Assert.Contains("it lacks 'encoder.layer.1.output.dense.bias'; it also holds 'encoder.relative.weight', which BERT does not", Refusal(asked), StringComparison.Ordinal);
        small.Tensors["embeddings.LayerNorm.bias"] = ([12], [.. Enumerable.Repeat(float.NaN, 12)]);
        small.Tensors.Clear();
        small.WriteSafeTensors(weights, "other.", withConfig: true);
        Assert.Contains("lacks a tensor 'embeddings.word_embeddings.weight'", Refusal(asked), StringComparison.Ordinal);
        File.Delete(weights);
        Assert.Contains("holds no encoder; expected one of model.safetensors", Refusal(asked), StringComparison.Ordinal);
        Assert.Contains("does not exist", Refusal(asked with { Encoder = folder.File("none.onnx") }), StringComparison.Ordinal);

        static string Refusal(TransformerSpec spec) => Assert.Throws<DistillException>(() => TextEncoder.Build(Spec(spec), seed: 1)).Message;
    }

    /// <summary>all-MiniLM-L6-v2, from the folder with model.onnx and vocab.txt that DISTILL_ENCODER names, on texts of CLINC150.</summary>
    [Fact]
    public void ARealEncoderHasTheVectorsOfOnnxRuntime()
    {
        var folder = Environment.GetEnvironmentVariable("DISTILL_ENCODER");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, "model.onnx")), "DISTILL_ENCODER names no folder with model.onnx and vocab.txt.");
        var clinc = KnownTexts.Find(KnownTexts.Clinc150);
        Assert.SkipWhen(clinc is null, "DISTILL_DATA has no clinc150.");
        string[] texts = [.. JsonDocument.Parse(File.ReadAllText(clinc!)).RootElement.GetProperty("test").EnumerateArray().Take(1000).Select(pair => pair[0].GetString()!)];
        using var encoder = TextEncoder.Open(Path.Combine(folder!, "model.onnx"), folder!);
        using var expected = encoder.Encode(texts);
        using var model = TextEncoder.Build(Spec(new TransformerSpec { Encoder = folder }), seed: 1);

        var deviation = Largest(expected, Vectors(model, texts));

        TestContext.Current.TestOutputHelper!.WriteLine($"{texts.Length} texts, largest deviation {deviation:g3}");
        Assert.InRange(deviation, 0, 1e-4);
    }

    private static ModelSpec Spec(TransformerSpec network) => new(ExampleShape.Features(256), ["a", "b"], Normalisation.None, network);

    // As the encoder in ONNX Runtime gives them: of length one.
    private static Tensor Vectors(Classifier model, string[] texts)
    {
        using var quiet = no_grad();
        model.eval();
        var transformer = (PieceTransformer)model.Network.children().First();
        var view = new ExampleView(new TextSource("t", texts, new int[texts.Length], ["a", "b"], 256));
        var parts = new List<Tensor>();
        for (var first = 0; first < texts.Length; first += 100)
        {
            using var batch = view.Read(first, Math.Min(100, texts.Length - first));
            parts.Add(transformer.call(batch.Inputs));
        }

        using var all = cat(parts);
        parts.ForEach(part => part.Dispose());
        return nn.functional.normalize(all, dim: 1);
    }

    private static double Largest(Tensor expected, Tensor found)
    {
        using (found)
        {
            return expected.data<float>().ToArray().Zip(found.data<float>().ToArray(), (a, b) => Math.Abs((double)a - b)).Max();
        }
    }
}
