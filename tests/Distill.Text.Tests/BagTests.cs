using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class BagTests
{
    private static readonly string[] Words = ["red", "green", "blue", "dog", "cat", "cow"];

    [Theory]
    [InlineData(BagPooling.Sum)]
    [InlineData(BagPooling.Mean)]
    [InlineData(BagPooling.SquareRoot)]
    public void LogitsAreThePooledRowsThroughTheLayers(BagPooling pooling)
    {
        var spec = Spec(new BagSpec { Buckets = 50, Dimensions = 3, Words = [1], Characters = [2], Pooling = pooling, Widths = [] });
        using var model = Classifier.Build(spec, seed: 3);
        var source = Source("red dog", "", "cow");
        using var batch = new ExampleView(source).Read(0, 3);
        using var quiet = no_grad();
        using var logits = model.call(batch.Inputs);

        var state = model.State().ToDictionary(pair => pair.Name, pair => pair.Value.data<float>().ToArray());
        var found = logits.data<float>().ToArray();
        for (var text = 0; text < 3; text++)
        {
            var rows = new List<long>();
            new NGrams(50, [1], [2]).Append(System.Text.Encoding.UTF8.GetBytes(source.TextAt(text)), rows);
            var scale = rows.Count == 0 ? 0 : pooling switch { BagPooling.Sum => 1, BagPooling.Mean => 1.0 / rows.Count, _ => 1 / Math.Sqrt(rows.Count) };
            for (var c = 0; c < 2; c++)
            {
                double expected = state["linear1.bias"][c];
                for (var d = 0; d < 3; d++)
                {
                    expected += scale * rows.Sum(row => (double)state[BagSpec.TableName][(row * 3) + d]) * state["linear1.weight"][(c * 3) + d];
                }

                Assert.Equal(expected, found[(text * 2) + c], 5);
            }
        }
    }

    [Fact]
    public void ItLearnsAndItsFileGivesTheSameLogits()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (Colours(400, 1), Colours(100, 2));
        using var model = Classifier.Build(Spec(new BagSpec { Buckets = 512, Dimensions = 8, Widths = [8], Dropout = 0.1 }), seed: 1);
        Train(model, train, folder.File("c"));
        Assert.InRange(Errors(model, test), 0, 2);

        ModelFile.Save(folder.File("m.safetensors"), model);
        using var loaded = ModelFile.Load(folder.File("m.safetensors"));

        Assert.Equal(model.Spec, loaded.Spec);
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
        Assert.Equal(Errors(model, test), Errors(loaded, test));
    }

    [Fact]
    public void Bf16LearnsToo()
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(new BagSpec { Buckets = 512, Dimensions = 16, Widths = [16] }), seed: 1);
        Train(model, Colours(400, 1), folder.File("c"), Precision.Bf16);

        Assert.InRange(Errors(model, Colours(100, 2)), 0, 2);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void AStepChangesOnlyTheRowsOfItsTexts(string optimizer)
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(new BagSpec { Buckets = 4096, Dimensions = 4 }), seed: 1);
        var before = Table(model);
        var view = new ExampleView(new TextSource("t", ["red dog", "blue cow"], [0, 1], ["a", "b"], 64));
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(1),
            BatchSize = 2,
            Optimizer = optimizer == "sgd" ? new SgdOptions { Momentum = 0.9 } : new AdamOptions(),
            WeightDecay = 0.1,
        };
        using (var trainer = new Trainer(new TrainingTask(model, view, new HardLabels(), options), folder.File("c")))
        {
            trainer.Run();
        }

        var after = Table(model);
        var rows = new List<long>();
        var ngrams = new NGrams(4096, [1, 2], [3, 4, 5]);
        ngrams.Append("red dog"u8, rows);
        ngrams.Append("blue cow"u8, rows);
        var touched = rows.ToHashSet();
        for (var row = 0; row < 4096; row++)
        {
            Assert.Equal(touched.Contains(row), !before.AsSpan(row * 4, 4).SequenceEqual(after.AsSpan(row * 4, 4)));
        }
    }

    [Fact]
    public void SparseGradientsAreTheDenseOnes()
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Spec(new BagSpec { Buckets = 64, Dimensions = 5, Characters = [2] }), seed: 1);
        using var batch = new ExampleView(Source("red dog red", "cow", "green cat and blue dog")).Read(0, 3);
        var table = model.Weights().First(pair => pair.Name == BagSpec.TableName).Parameter;
        model.call(batch.Inputs).square().sum().backward();
        var rows = RowGradients.Of(table.grad!);
        var dense = table.grad!.to_dense().data<float>().ToArray();

        var found = new float[dense.Length];
        for (var place = 0; place < rows.Count; place++)
        {
            rows.Values(place).CopyTo(found.AsSpan(rows.Row(place) * 5));
        }

        Assert.All(dense.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 4));
        Assert.Equal(dense.Sum(value => (double)value * value), rows.SumOfSquares, 3);
    }

    [Fact]
    public void TextsAndNumbersDoNotMix()
    {
        using var folder = new TemporaryFolder();
        using var bag = Classifier.Build(Spec(new BagSpec { Buckets = 64 }), seed: 1);
        using var mlp = Classifier.Build(new ModelSpec(ExampleShape.Features(64), ["a", "b"], Normalisation.None, new MlpSpec { Widths = [4] }), seed: 1);
        var numbers = new ExampleView(new ArraySource("numbers", new float[64 * 40], Enumerable.Range(0, 40).Select(i => i % 2).ToArray(), ["a", "b"]));

        Assert.Contains("takes texts, but numbers holds none", Refusal(bag, numbers), StringComparison.Ordinal);
        Assert.Contains("give it an architecture for texts, such as bag", Refusal(mlp, Colours(40, 1)), StringComparison.Ordinal);
        using var batch = numbers.Read(0, 2);
        Assert.Contains("takes texts", Assert.Throws<DistillException>(() => bag.call(batch.Inputs)).Message, StringComparison.Ordinal);

        string Refusal(Classifier model, ExampleView view) =>
            Assert.Throws<DistillException>(() => new Trainer(new TrainingTask(model, view, new HardLabels(), new TrainingOptions()), folder.File("x"))).Message;
    }

    [Fact]
    public void SizesOutOfRangeAreListed()
    {
        var error = Assert.Throws<DistillException>(() => Classifier.Build(Spec(new BagSpec { Buckets = 1, Dimensions = 0, Words = [9], Characters = [3, 3], Widths = [0] }), seed: 1));

        foreach (var key in (string[])["buckets is 1", "dimensions is 0", "words is [9]", "characters is [3, 3]", "widths is [0]"])
        {
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
        }
    }

    private static ModelSpec Spec(BagSpec network) => new(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network);

    private static TextSource Source(params string[] texts) => new("t", texts, [.. texts.Select(_ => 0)], ["a", "b"], 64);

    // Class a where a colour stands before an animal, class b where it stands behind.
    private static ExampleView Colours(int count, int seed)
    {
        var random = new Random(seed);
        var (texts, labels) = (new string[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (colour, animal) = (Words[random.Next(3)], Words[3 + random.Next(3)]);
            (texts[i], labels[i]) = random.Next(2) == 0 ? ($"the {colour} {animal}", 0) : ($"the {animal} {colour}", 1);
        }

        return new ExampleView(new TextSource($"colours {seed}", texts, labels, ["a", "b"], 64));
    }

    private static void Train(Classifier model, ExampleView examples, string folder, Precision precision = Precision.F32)
    {
        var options = new TrainingOptions { Duration = Duration.Epochs(10), BatchSize = 32, Optimizer = new AdamOptions(), Schedule = new CosineRate { Rate = 0.02 }, Precision = precision, GradientClip = 1 };
        using var trainer = new Trainer(new TrainingTask(model, examples, new HardLabels(), options), folder);
        trainer.Run();
    }

    private static int Errors(Classifier model, ExampleView view)
    {
        model.eval();
        using var batch = view.Read(0, view.Count);
        using var quiet = no_grad();
        using var logits = model.call(batch.Inputs);
        using var wrong = logits.argmax(-1).ne(batch.Labels).sum();
        return (int)wrong.item<long>();
    }

    private static float[] Table(Classifier model) => model.Weights().First(pair => pair.Name == BagSpec.TableName).Parameter.detach().data<float>().ToArray();
}
