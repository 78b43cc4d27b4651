using Distill.Arithmetic;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class TransformerTests
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "red", "green", "blue", "dog", "cat", "cow", "##s", "##ish", "!"];

    private static readonly string[] Texts = ["red dogs", "", "the green cow and a cat and a dog and a cow!", "blue", "a reddish cat", "dogs dogs dogs"];

    private static readonly TransformerSpec Small = new() { Vocabulary = string.Join(' ', Vocabulary), Dimensions = 12, Heads = 3, Hidden = 20, Layers = 2, Length = 10 };

    [Theory]
    [InlineData(TextPooling.Mean)]
    [InlineData(TextPooling.First)]
    public void LogitsAreThoseOfDoublePrecision(TextPooling pooling)
    {
        using var scope = NewDisposeScope();
        using var model = Drawn(Small with { Pooling = pooling });
        var naive = new NaiveTransformer(model);
        using var batch = View(Texts).Read(0, Texts.Length);

        var found = Logits(model, batch);

        foreach (var (text, row) in Texts.Index())
        {
            Assert.All(naive.Logits(row).Zip(found.narrow(0, text, 1).data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void AnAnswerDoesNotDependOnTheTextsBesideIt()
    {
        using var scope = NewDisposeScope();
        using var model = Drawn(Small);
        var view = View(Texts);
        using var together = view.Read(0, view.Count);
        var answers = Logits(model, together);
        for (var text = 0; text < view.Count; text++)
        {
            using var alone = view.Read(text, 1);
            Same(answers.narrow(0, text, 1), Logits(model, alone), 1e-5);
        }
    }

    [Fact]
    public void GradientsAreThoseOfDifferences()
    {
        using var scope = NewDisposeScope();
        using var model = Drawn(Small with { Dropout = 0 });
        using var batch = View(Texts).Read(0, Texts.Length);
        using var wide = new DoublePrecision(model);
        var parameters = model.Weights().ToList();
        var gradients = autograd.grad([Loss()], [.. parameters.Select(pair => (Tensor)pair.Parameter)]);
        using var quiet = no_grad();
        var random = new Random(1);
        foreach (var ((name, parameter), gradient) in parameters.Zip(gradients))
        {
            using var dense = gradient.is_sparse ? gradient.to_dense() : gradient.alias();
            for (var draw = 0; draw < 6; draw++)
            {
                var place = random.Next((int)parameter.numel());
                var flat = parameter.view(-1);
                var before = flat[place].item<double>();
                const double step = 1e-6;
                var difference = (At(before + step) - At(before - step)) / (2 * step);
                flat[place] = before;
                Assert.Equal(difference, dense.reshape(-1)[place].item<double>(), 1e-6);

                double At(double value)
                {
                    flat[place] = value;
                    using var loss = Loss();
                    return loss.item<double>();
                }

                Assert.NotEmpty(name);
            }
        }

        Tensor Loss()
        {
            var logits = model.Network.call(batch.Inputs);
            Assert.Equal(ScalarType.Float64, logits.dtype);
            return logits.mul(logits).sum().add(logits.sum());
        }
    }

    [Fact]
    public void TheCheckOfTheArithmeticReachesAttention()
    {
        using var scope = NewDisposeScope();
        using var model = Drawn(Small);
        using var batch = View(Texts).Read(0, Texts.Length);

        var layers = LayerInput.Of(model.Network, batch.Inputs, learns: false);

        Assert.Contains(layers, layer => layer.Layer is LayerBeside && layer.Input.shape is [6, 10, 36]);
        Assert.Contains(layers, layer => layer.Name.EndsWith("gelu", StringComparison.Ordinal));
        Assert.True(model.CheckArithmetic(batch.Inputs, learns: true).IsRight);
        Assert.NotNull(model.Arithmetic!.Deviation);
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void ItLearnsWhatABagCannot(Precision precision)
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(Small with { Dimensions = 32, Heads = 4, Hidden = 64, Layers = 1 }), seed: 1);
        var untouched = Row(model, "##ish");
        Train(model, folder.File("c"), 12, precision);

        Assert.InRange(Errors(model, Order(100, 2)), 0, 3);
        Assert.Equal(untouched, Row(model, "##ish"));
        ModelFile.Save(folder.File("m.safetensors"), model);
        using var loaded = ModelFile.Load(folder.File("m.safetensors"));
        Assert.Equal(model.Spec, loaded.Spec);
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
    }

    [Fact]
    public void ItAnswersNearlyTheSameInBf16()
    {
        using var scope = NewDisposeScope();
        using var model = Drawn(Small);
        using var batch = View(Texts).Read(0, Texts.Length);
        using var half = model.Copy(Precision.Bf16);
        using var quiet = no_grad();
        half.eval();
        var expected = Logits(model, batch);

        // The network itself, because this processor may have no instructions for it.
        Same(expected, half.Network.call(batch.Inputs).to(ScalarType.Float32), 0.1 * expected.abs().max().item<float>());
        using var teacher = new ModelTeacher(model.Copy(Precision.F32), Precision.Bf16);
        using var targets = teacher.Targets(batch, 1);
        Assert.Equal([Texts.Length, 2], targets.LogProbabilities.shape);
    }

    [Fact]
    public void AnInterruptedTrainingEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        using var whole = Classifier.Build(Spec(Small), seed: 3);
        using var begun = Classifier.Build(Spec(Small), seed: 3);
        using var parts = Classifier.Build(Spec(Small), seed: 3);
        Train(whole, folder.File("whole"), 2, Precision.F32);

        using (var stop = new CancellationTokenSource())
        {
            using var trainer = new Trainer(Task(begun, 2, Precision.F32), folder.File("parts"));
            Assert.False(trainer.Run([new StopAt(7, stop)], null, stop.Token).Completed);
        }

        Train(parts, folder.File("parts"), 2, Precision.F32);

        Assert.Equal(whole.Fingerprint(), parts.Fingerprint());
    }

    [Theory]
    [InlineData(TextPooling.Mean, WeightFormat.F32)]
    [InlineData(TextPooling.First, WeightFormat.F32)]
    [InlineData(TextPooling.Mean, WeightFormat.F16)]
    [InlineData(TextPooling.Mean, WeightFormat.Int8)]
    public void TheFileAndItsTeacherAnswerAsTheModelDoes(TextPooling pooling, WeightFormat weights)
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(Small with { Dimensions = 32, Heads = 4, Hidden = 64, Pooling = pooling, Widths = [9] }), seed: 1);
        Train(model, folder.File("c"), 8, Precision.F32);
        var view = Order(120, 5);

        var report = OnnxExporter.Save(folder.File("s.onnx"), model, new OnnxExportOptions { Weights = weights }, view, Order(200, 1));

        Assert.Empty(report.Problems);
        Assert.Equal(Vocabulary, File.ReadAllLines(folder.File("s.vocab.txt")));
        using (var session = new InferenceSession(folder.File("s.onnx")))
        {
            Assert.Equal(["input_ids"], session.InputNames);
            Assert.Contains("\"marks\":true", session.ModelMetadata.CustomMetadataMap["distill.input"], StringComparison.Ordinal);
        }

        using var teacher = OnnxTeacher.Open(folder.File("s.onnx"), view.Shape, ["a", "b"]);
        using var batch = view.Read(0, view.Count);
        using var targets = teacher.Targets(batch, 1);
        using var scope = NewDisposeScope();
        if (weights == WeightFormat.F32)
        {
            Same(Logits(model, batch).log_softmax(-1), targets.LogProbabilities, 1e-4);
        }
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        static string Refusal(TransformerSpec spec) => Assert.Throws<DistillException>(() => Classifier.Build(Spec(spec), seed: 1)).Message;

        Assert.Contains("heads is 5; expected a number that divides dimensions, 12", Refusal(Small with { Heads = 5 }), StringComparison.Ordinal);
        Assert.Contains("length is 2", Refusal(Small with { Length = 2 }), StringComparison.Ordinal);
        Assert.Contains("layers is 0", Refusal(Small with { Layers = 0 }), StringComparison.Ordinal);
        Assert.Contains("hidden is 0", Refusal(Small with { Hidden = 0 }), StringComparison.Ordinal);
        Assert.Contains("epsilon is 1", Refusal(Small with { Epsilon = 1 }), StringComparison.Ordinal);
        Assert.Contains("vocabularyFile is missing", Refusal(new()), StringComparison.Ordinal);
        Assert.Contains("lacks [CLS] and [SEP]", Refusal(Small with { Vocabulary = "[PAD] [UNK] a" }), StringComparison.Ordinal);
        Assert.Contains("TextEncoder.Build", Refusal(new() { Encoder = "folder" }), StringComparison.Ordinal);
    }

    private static ModelSpec Spec(TransformerSpec network) => new(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network);

    // Normalisations and biases that are other than at the beginning.
    private static Classifier Drawn(TransformerSpec network)
    {
        var model = Classifier.Build(Spec(network), seed: 2);
        using var quiet = no_grad();
        using var generator = new Generator(5);
        foreach (var (_, parameter) in model.Weights())
        {
            parameter.normal_(0.2, 0.5, generator);
        }

        return model;
    }

    private static ExampleView View(string[] texts) => new(new TextSource("t", texts, new int[texts.Length], ["a", "b"], 64));

    private static ExampleView Order(int count, int seed)
    {
        string[] words = ["red", "green", "blue", "dog", "cat", "cow"];
        var random = new Random(seed);
        var (texts, labels) = (new string[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (colour, animal) = (words[random.Next(3)], words[3 + random.Next(3)]);
            (texts[i], labels[i]) = random.Next(2) == 0 ? ($"the {colour} {animal}", 0) : ($"the {animal} {colour}s", 1);
        }

        return new ExampleView(new TextSource($"order {seed}", texts, labels, ["a", "b"], 64));
    }

    private static TrainingTask Task(Classifier model, int epochs, Precision precision) => new(model, Order(400, 1), new HardLabels(), new TrainingOptions
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 32,
        Optimizer = new AdamWOptions(),
        Schedule = new CosineRate { Rate = 0.003 },
        Precision = precision,
        WeightDecay = 0.01,
    });

    private static void Train(Classifier model, string folder, int epochs, Precision precision)
    {
        using var trainer = new Trainer(Task(model, epochs, precision), folder);
        trainer.Run();
    }

    private static float[] Row(Classifier model, string piece)
    {
        using var scope = NewDisposeScope();
        return [.. model.Weights().First(pair => pair.Name == TransformerSpec.TableName).Parameter.detach()[Array.IndexOf(Vocabulary, piece)].data<float>()];
    }

    private static Tensor Logits(Classifier model, Batch batch)
    {
        using var quiet = no_grad();
        model.eval();
        return model.call(batch.Inputs);
    }

    private static int Errors(Classifier model, ExampleView view)
    {
        using var scope = NewDisposeScope();
        using var batch = view.Read(0, view.Count);
        using var wrong = Logits(model, batch).argmax(-1).ne(batch.Labels).sum();
        return (int)wrong.item<long>();
    }

    private static void Same(Tensor expected, Tensor found, double tolerance) =>
        Assert.All(expected.data<float>().ToArray().Zip(found.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private sealed class StopAt(long step, CancellationTokenSource stop) : IProgress<MetricsRecord>
    {
        public void Report(MetricsRecord record)
        {
            if (record.Step >= step)
            {
                stop.Cancel();
            }
        }
    }
}
