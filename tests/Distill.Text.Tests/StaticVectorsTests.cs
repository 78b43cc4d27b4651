using Distill.Data;
using Distill.Models;
using Distill.Models.Import;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Text.Encoders;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class StaticVectorsTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(SmallEncoder.Width)]
    public void RowsAreThePrincipalComponentsOfWhatTheEncoderAnswers(int dimensions)
    {
        using var folder = Encoder();
        using var encoder = TextEncoder.Build(Spec(new TransformerSpec { Encoder = folder.Path, Length = 14 }), seed: 1);
        var naive = new NaiveTransformer(encoder);
        var expected = Components([.. Enumerable.Range(0, SmallEncoder.Vocabulary.Length).Select(row => naive.Vector([2, row, 3]))], dimensions);
        using var bag = TextEncoder.Build(Spec(new WordPieceSpec { Vectors = folder.Path, Dimensions = dimensions }), seed: 1);
        using var narrow = TextEncoder.Build(Spec(new TransformerSpec { Vectors = folder.File("model.safetensors"), Dimensions = dimensions, Heads = 1 }), seed: 1);

        foreach (var model in new[] { bag, narrow })
        {
            var table = Table(model);
            Assert.Equal(expected.Length * dimensions, table.Length);
            Assert.All(expected.SelectMany(row => row).Zip(table), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
            Assert.Equal(1 / (3.0 * dimensions), table.Average(value => (double)value * value), 1e-6);
        }

        Assert.Equal(new WordPieceSpec { Vocabulary = string.Join(' ', SmallEncoder.Vocabulary), Dimensions = dimensions }, bag.Spec!.Network);
        Assert.Null(((TransformerSpec)narrow.Spec!.Network).Vectors);
    }

    [Fact]
    public void VectorsOfOneLineHaveOneComponent()
    {
        using var vectors = tensor([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f], 3, 3);
        using var reduced = StaticVectors.Reduced(vectors, 2)!;
        using var same = ones(4, 3);

        // Components point to where their largest number is positive; the mean square of the six numbers is 1 / 6.
        var size = (float)Math.Sqrt(0.5);
        Assert.All(new[] { -size, 0, 0, 0, size, 0 }.Zip(reduced.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Null(StaticVectors.Reduced(same, 2));
    }

    [Fact]
    public void TheSeedDecidesTheOthersAlone()
    {
        using var folder = Encoder();
        using var first = FirstWeights.Of(Spec(new WordPieceSpec { Vectors = folder.Path, Dimensions = 4, Kernels = [1, 2], Filters = 3 }), training: null);
        using var one = first.Build(seed: 1, out var from);
        using var two = first.Build(seed: 2, out _);
        using var again = TextEncoder.Build(Spec(new WordPieceSpec { Vectors = folder.Path, Dimensions = 4, Kernels = [1, 2], Filters = 3 }), seed: 1);

        Assert.NotNull(from);
        Assert.Equal(Table(one), Table(two));
        Assert.NotEqual(one.Fingerprint(), two.Fingerprint());
        Assert.Equal(one.Fingerprint(), again.Fingerprint());
        Assert.Equal([BagSpec.TableName], one.Weights().Select(pair => pair.Name).Where(first.Gives));
    }

    [Fact]
    public void ComponentsAreThoseOfTheKeptPieces()
    {
        using var folder = Encoder();
        using var encoder = TextEncoder.Build(Spec(new TransformerSpec { Encoder = folder.Path, Length = 14 }), seed: 1);
        var naive = new NaiveTransformer(encoder);
        string[] kept = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "red", "dog", "cow", "##s", "!"];
        var expected = Components([.. kept.Select(piece => naive.Vector([2, Array.IndexOf(SmallEncoder.Vocabulary, piece), 3]))], 4);
        var training = new ExampleView(new TextSource("t", ["red dogs", "a cow"], [0, 1], ["a", "b"], 64));
        using var model = TextEncoder.Build(Spec(new WordPieceSpec { Vectors = folder.Path, Dimensions = 4, SeenPieces = true }), seed: 1, training);

        Assert.Equal(kept, ((WordPieceSpec)model.Spec!.Network).Vocabulary!.Split(' '));
        Assert.All(expected.SelectMany(row => row).Zip(Table(model)), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    [Fact]
    public void AnEncoderOfKeptPiecesAnswersToTheirTextsAsBefore()
    {
        using var folder = Encoder();
        var asked = new TransformerSpec { Encoder = folder.Path, Length = 14 };
        var training = new ExampleView(new TextSource("t", ["red dogs", "a cow!", "", "green"], [0, 1, 0, 1], ["a", "b"], 64));
        using var whole = TextEncoder.Build(Spec(asked), seed: 1);
        using var kept = TextEncoder.Build(Spec(asked with { SeenPieces = true }), seed: 1, training);
        using var batch = training.Read(0, training.Count);

        Assert.True(((TransformerSpec)kept.Spec!.Network).Rows < SmallEncoder.Vocabulary.Length);
        Assert.Equal(Vectors(whole, batch), Vectors(kept, batch));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        using var folder = Encoder();
        var vocabulary = string.Join(' ', SmallEncoder.Vocabulary);

        Assert.Contains("dimensions is 13, and the vectors of", Refusal(new WordPieceSpec { Vectors = folder.Path, Dimensions = SmallEncoder.Width + 1 }), StringComparison.Ordinal);
        Assert.Contains("have 12 numbers; give at most 12", Refusal(new TransformerSpec { Vectors = folder.Path }), StringComparison.Ordinal);
        Assert.Contains("vectors and vocabulary are both given", Refusal(new WordPieceSpec { Vectors = folder.Path, Vocabulary = vocabulary }), StringComparison.Ordinal);
        Assert.Contains("encoder and vectors are both given", Refusal(new TransformerSpec { Vectors = folder.Path, Encoder = folder.Path }), StringComparison.Ordinal);
        Assert.Contains("firstLayerScale is a factor on what is drawn", Refusal(new WordPieceSpec { Vectors = folder.Path, FirstLayerScale = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("does not exist; expected the folder of an encoder", Refusal(new WordPieceSpec { Vectors = folder.File("none") }), StringComparison.Ordinal);
        Assert.Contains("starts from the vectors of", Assert.Throws<DistillException>(() => Classifier.Build(Spec(new WordPieceSpec { Vectors = folder.Path }), seed: 1)).Message, StringComparison.Ordinal);
        File.Delete(folder.File("config.json"));
        Assert.Contains("num_attention_heads in config.json", Refusal(new WordPieceSpec { Vectors = folder.Path }), StringComparison.Ordinal);

        // A last layer that answers with the same to everything.
        var still = new SmallEncoder(1);
        Array.Clear(still.Tensors["encoder.layer.0.output.LayerNorm.weight"].Values);
        still.WriteSafeTensors(folder.File("model.safetensors"), "", withConfig: true);
        Assert.Contains("with the same vector", Refusal(new WordPieceSpec { Vectors = folder.Path, Dimensions = 4 }), StringComparison.Ordinal);

        static string Refusal(NetworkSpec network) => Assert.Throws<DistillException>(() => TextEncoder.Build(Spec(network), seed: 1)).Message;
    }

    private static TemporaryFolder Encoder()
    {
        var folder = new TemporaryFolder();
        new SmallEncoder(2).WriteSafeTensors(folder.File("model.safetensors"), "bert.", withConfig: true);
        SmallEncoder.WriteVocabulary(folder);
        return folder;
    }

    private static ModelSpec Spec(NetworkSpec network) => new(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network);

    private static float[] Table(Classifier model) => ((TextVectors)model.Network.children().First()).Table.detach().data<float>().ToArray();

    private static float[] Vectors(Classifier model, Batch batch)
    {
        using var quiet = no_grad();
        model.eval();
        using var vectors = ((PieceTransformer)model.Network.children().First()).call(batch.Inputs);
        return vectors.data<float>().ToArray();
    }

    // By Jacobi's rotations of the covariance, which turn away its largest number beside the diagonal one after the other.
    private static double[][] Components(double[][] vectors, int dimensions)
    {
        var width = vectors[0].Length;
        double[] mean = [.. Enumerable.Range(0, width).Select(i => vectors.Average(vector => vector[i]))];
        double[][] centred = [.. vectors.Select(vector => vector.Zip(mean, (value, middle) => value - middle).ToArray())];
        var matrix = new double[width, width];
        var directions = new double[width, width];
        for (var i = 0; i < width; i++)
        {
            directions[i, i] = 1;
            for (var j = 0; j < width; j++)
            {
                matrix[i, j] = centred.Sum(vector => vector[i] * vector[j]);
            }
        }

        for (var turn = 0; turn < 2000; turn++)
        {
            var (p, q) = Enumerable.Range(0, width).SelectMany(i => Enumerable.Range(0, i).Select(j => (j, i))).MaxBy(pair => Math.Abs(matrix[pair.j, pair.i]));
            var angle = 0.5 * Math.Atan2(2 * matrix[p, q], matrix[p, p] - matrix[q, q]);
            var (cosine, sine) = (Math.Cos(angle), Math.Sin(angle));
            for (var i = 0; i < width; i++)
            {
                (matrix[i, p], matrix[i, q]) = ((cosine * matrix[i, p]) + (sine * matrix[i, q]), (cosine * matrix[i, q]) - (sine * matrix[i, p]));
                (directions[i, p], directions[i, q]) = ((cosine * directions[i, p]) + (sine * directions[i, q]), (cosine * directions[i, q]) - (sine * directions[i, p]));
            }

            for (var i = 0; i < width; i++)
            {
                (matrix[p, i], matrix[q, i]) = ((cosine * matrix[p, i]) + (sine * matrix[q, i]), (cosine * matrix[q, i]) - (sine * matrix[p, i]));
            }
        }

        var leading = Enumerable.Range(0, width).OrderByDescending(i => matrix[i, i]).Take(dimensions)
            .Select(column => Enumerable.Range(0, width).Select(i => directions[i, column]).ToArray())
            .Select(direction => Array.ConvertAll(direction, value => value * Math.Sign(direction.MaxBy(Math.Abs)))).ToArray();
        double[][] reduced = [.. centred.Select(vector => leading.Select(direction => direction.Zip(vector, (a, b) => a * b).Sum()).ToArray())];
        var square = reduced.Average(row => row.Average(value => value * value));
        return [.. reduced.Select(row => Array.ConvertAll(row, value => value / Math.Sqrt(3 * dimensions * square)))];
    }
}
