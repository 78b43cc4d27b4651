using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class PieceTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "red", "green", "blue", "dog", "cat", "cow", "##s", "##ish", "gr", "##een", "!", "?", "한", "日"];

    private static readonly string[] Words = ["red", "green", "blue", "dogs", "cat", "cow", "reddish", "unheard", "!", "日日", "the", "a", "  ", "grey"];

    [Theory]
    [InlineData("The RED dogs!", new[] { "the", "red", "dog", "##s", "!" })]
    [InlineData("  greenish\tcow?!", new[] { "green", "##ish", "cow", "?", "!" })]
    [InlineData("dogsx a", new[] { "[UNK]", "a" })]
    [InlineData("日red\u0000blue", new[] { "日", "red" })]
    [InlineData("", new string[0])]
    [InlineData("[SEP] [PAD]", new[] { "[UNK]", "[UNK]", "[UNK]", "[UNK]", "[UNK]", "[UNK]" })]
    public void WordsAreCutIntoTheLongestPieces(string text, string[] pieces) =>
        Assert.Equal(pieces, new PieceVocabulary(Vocabulary).Of(Encoding.UTF8.GetBytes(text), 100).Select(row => Vocabulary[row]));

    [Fact]
    public void ALongTextIsCutOffAndALongWordUnknown()
    {
        var pieces = new PieceVocabulary(Vocabulary);

        Assert.Equal(7, pieces.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("dogs ", 9))), 7).Count);
        Assert.Equal([1], pieces.Of(Encoding.UTF8.GetBytes("cow" + string.Concat(Enumerable.Repeat("ish", 33))), 7));
        Assert.Equal(8, pieces.Of(Encoding.UTF8.GetBytes("cow" + string.Concat(Enumerable.Repeat("ish", 32))), 8).Count);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1, 2, 3, 4 })]
    public void TheFileAndItsTeacherAnswerAsTheModelDoes(int[] kernels)
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(Spec(new WordPieceSpec { Vocabulary = string.Join(' ', Vocabulary), Dimensions = 6, Kernels = kernels, Filters = 5, Widths = [7], Length = 12 }), seed: 2);
        var random = new Random(3);
        string[] texts = [.. Enumerable.Range(0, 80).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(9)).Select(_ => Words[random.Next(Words.Length)]))), "", string.Join(' ', Enumerable.Repeat("dogs", 40))];
        var view = new ExampleView(new TextSource("t", texts, new int[texts.Length], ["a", "b"], 64));

        var report = OnnxExporter.Save(folder.File("s.onnx"), model, null, view);

        Assert.Empty(report.Problems);
        Assert.Equal(Vocabulary, File.ReadAllLines(folder.File("s.vocab.txt")));
        using (var session = new InferenceSession(folder.File("s.onnx")))
        {
            Assert.Equal(["input_ids"], session.InputNames);
            Assert.Contains("\"tokenizer\":\"wordpiece\",\"cased\":false", session.ModelMetadata.CustomMetadataMap["distill.input"], StringComparison.Ordinal);
        }

        using var teacher = OnnxTeacher.Open(folder.File("s.onnx"), view.Shape, ["a", "b"]);
        using var batch = view.Read(0, view.Count);
        using var targets = teacher.Targets(batch, 1);
        Same(Answers(model, batch), targets.LogProbabilities);
        Assert.Equal(64, OnnxTeacher.TextBytes(folder.File("s.onnx")));
    }

    [Fact]
    public void AnAnswerDoesNotDependOnTheTextsBesideIt()
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Spec(new WordPieceSpec { Vocabulary = string.Join(' ', Vocabulary), Dimensions = 6, Kernels = [2, 3] }), seed: 2);
        var view = new ExampleView(new TextSource("t", ["red dogs", "", "the green cow and a cat and a dog and a cow!"], new int[3], ["a", "b"], 64));
        using var together = view.Read(0, 3);
        var answers = Answers(model, together);
        for (var text = 0; text < 3; text++)
        {
            using var alone = view.Read(text, 1);
            Same(answers.narrow(0, text, 1), Answers(model, alone));
        }
    }

    [Theory]
    [InlineData(new int[0], Precision.F32)]
    [InlineData(new[] { 2 }, Precision.F32)]
    [InlineData(new[] { 2 }, Precision.Bf16)]
    public void ItLearnsFromAFileAndKeepsWhatTheFileHeld(int[] kernels, Precision precision)
    {
        using var folder = new TemporaryFolder();
        folder.Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join("\r\n", Vocabulary) + "\n"));
        using var model = Classifier.Build(Spec(new WordPieceSpec { VocabularyFile = folder.Path, Dimensions = 8, Kernels = kernels, Filters = 16 }), seed: 1);
        var untouched = Row(model, "한");
        var options = new TrainingOptions { Duration = Duration.Epochs(12), BatchSize = 32, Optimizer = new AdamOptions(), Schedule = new CosineRate { Rate = 0.02 }, Precision = precision, WeightDecay = 0.01 };
        using (var trainer = new Trainer(new TrainingTask(model, Order(400, 1), new HardLabels(), options), folder.File("c")))
        {
            trainer.Run();
        }

        // Where a colour stands, a bag of pieces does not see.
        Assert.InRange(Errors(model, Order(100, 2)), kernels.Length == 0 ? 20 : 0, kernels.Length == 0 ? 80 : 2);
        Assert.Equal(untouched, Row(model, "한"));
        ModelFile.Save(folder.File("m.safetensors"), model);
        File.Delete(folder.File("vocab.txt"));
        using var loaded = ModelFile.Load(folder.File("m.safetensors"));
        Assert.Equal(model.Spec, loaded.Spec);
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
    }

    [Theory]
    [InlineData("[PAD]\n[UNK]\na\na\n", "line 4 repeats a piece")]
    [InlineData("[PAD]\n[UNK]\n\na\n", "line 3 is empty or holds a blank")]
    [InlineData("[PAD]\na\n", "lacks [UNK]")]
    [InlineData("", "lacks [UNK] and [PAD]")]
    public void AVocabularyThatIsNoneIsRefused(string text, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("v.txt", Encoding.UTF8.GetBytes(text));

        Assert.Contains(problem, Refusal(new() { VocabularyFile = path }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(new() { VocabularyFile = folder.File("none.txt") }), StringComparison.Ordinal);
        Assert.Contains("UTF-8", Refusal(new() { VocabularyFile = folder.Write("b.txt", [0xFF, 0xFE, 0x41]) }), StringComparison.Ordinal);
        Assert.Contains("vocabularyFile is missing", Refusal(new()), StringComparison.Ordinal);
        Assert.Contains("kernels is [0]", Refusal(new() { VocabularyFile = path, Kernels = [0] }), StringComparison.Ordinal);

        static string Refusal(WordPieceSpec spec) => Assert.Throws<DistillException>(() => Classifier.Build(Spec(spec), seed: 1)).Message;
    }

    private static ModelSpec Spec(WordPieceSpec network) => new(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network);

    private static ExampleView Order(int count, int seed)
    {
        string[] words = ["red", "green", "blue", "dog", "cat", "cow"];
        var random = new Random(seed);
        var (texts, labels) = (new string[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (colour, animal) = (words[random.Next(3)], words[3 + random.Next(3)]);
            (texts[i], labels[i]) = random.Next(2) == 0 ? ($"the {colour} {animal}", 0) : ($"the {animal} {colour}", 1);
        }

        return new ExampleView(new TextSource($"order {seed}", texts, labels, ["a", "b"], 64));
    }

    private static float[] Row(Classifier model, string piece)
    {
        using var scope = NewDisposeScope();
        return [.. model.Weights().First(pair => pair.Name == BagSpec.TableName).Parameter.detach()[Array.IndexOf(Vocabulary, piece)].data<float>()];
    }

    private static Tensor Answers(Classifier model, Batch batch)
    {
        using var quiet = no_grad();
        model.eval();
        return model.call(batch.Inputs).log_softmax(-1);
    }

    private static int Errors(Classifier model, ExampleView view)
    {
        using var batch = view.Read(0, view.Count);
        using var wrong = Answers(model, batch).argmax(-1).ne(batch.Labels).sum();
        return (int)wrong.item<long>();
    }

    private static void Same(Tensor expected, Tensor found) =>
        Assert.All(expected.data<float>().ToArray().Zip(found.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
}
