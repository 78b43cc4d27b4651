using Distill.Data;
using Distill.Models;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Text.Tests.Strings;

/// <summary>Students of texts as files that take strings.</summary>
public sealed class StringFileTests
{
    private const int Bytes = 64;

    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "a", "red", "green", "blue", "dog", "cat", "cow", "##s", "##ish", "gr", "##een", "!", "?", "한", "日", "é", "e"];

    private static readonly string[] Words = ["red", "Green", "blue", "dogs", "cat", "CÉ", "reddish", "unheard", "!", "日日", "the", "a", "  ", "grey", "dogx", "😀"];

    public static TheoryData<string, WeightFormat> Kinds => new MatrixTheoryData<string, WeightFormat>(
        ["bag", "pieces", "convolutions", "transformer", "embedder", "embedder of pieces"], [WeightFormat.F32, WeightFormat.F16, WeightFormat.Int8]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheFileAnswersAsTheModelDoes(string kind, WeightFormat weights)
    {
        StringNodes.RequireExtensions();
        using var folder = new TemporaryFolder();
        using var model = Model(kind);
        var view = View();
        // A student that learned nothing has answers that lie close together, by which int8 would be refused.
        var options = new OnnxExportOptions { Weights = weights, Strings = true, Probabilities = !kind.StartsWith("embedder", StringComparison.Ordinal) };

        File.WriteAllBytes(folder.File("s.onnx"), OnnxExporter.Export(model, options, view));

        using var settings = new SessionOptions();
        settings.RegisterOrtExtensions();
        using var session = new InferenceSession(folder.File("s.onnx"), settings);
        Assert.Equal(["texts"], session.InputNames);
        Assert.Equal([-1], session.InputMetadata["texts"].Dimensions);
        Assert.Equal(options.Probabilities ? ["logits", "probabilities"] : ["vector", "logits"], session.OutputNames);
        var tolerance = weights switch { WeightFormat.F32 => 1e-4, WeightFormat.F16 => 0.02, _ => 0.3 };
        foreach (var batch in Texts().Chunk(9).Append([""]).Append(["  the cat!  "]))
        {
            var expected = Answers(model, [.. batch]);
            Assert.All(expected.Zip(Ask(session, batch, "logits")), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }

        // Rounding is that of the same file without strings.
        var without = Logits(model, options with { Strings = false }, view);
        Assert.All(without.Zip(Logits(model, options, view)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.True(without.Max() - without.Min() > 0.01);
    }

    [Theory]
    [InlineData("bag")]
    [InlineData("transformer")]
    public void StringsGiveWhatBytesAndPiecesGive(string kind)
    {
        StringNodes.RequireExtensions();
        using var folder = new TemporaryFolder();
        using var model = Model(kind);
        var view = View();
        ExportReport Saved(string name, bool strings) => OnnxExporter.Save(folder.File(name), model, new OnnxExportOptions { Strings = strings }, view);

        var (without, with) = (Saved("plain.onnx", strings: false), Saved("strings.onnx", strings: true));

        Assert.Empty(with.Problems);
        Assert.Equal(without.MaxLogitDifference, with.MaxLogitDifference);
        Assert.Equal(kind != "bag", File.Exists(folder.File("plain.vocab.txt")));
        Assert.False(File.Exists(folder.File("strings.vocab.txt")));
        Assert.InRange(new FileInfo(folder.File("strings.onnx")).Length - new FileInfo(folder.File("plain.onnx")).Length, 1, kind == "bag" ? 40_000 : 250_000);
        // Verbs feed the part behind the strings, and need no extensions for it.
        using var plain = OnnxTeacher.Open(folder.File("plain.onnx"), view.Shape, ["b", "a"]);
        using var strings = OnnxTeacher.Open(folder.File("strings.onnx"), view.Shape, ["b", "a"]);
        using var batch = view.Read(0, view.Count);
        using var expected = plain.Targets(batch, 2);
        using var found = strings.Targets(batch, 2);
        Assert.Equal(expected.LogProbabilities.data<float>().ToArray(), found.LogProbabilities.data<float>().ToArray());
        Assert.Equal(Bytes, OnnxTeacher.TextBytes(folder.File("strings.onnx")));
        Assert.Equal(["a", "b"], OnnxTeacher.ClassNames(folder.File("strings.onnx"))!);
    }

    [Theory]
    [InlineData("bag", "{\"name\":\"texts\",\"type\":\"string\",\"encoding\":\"utf-8\",\"bytes\":64}")]
    [InlineData("transformer", "{\"name\":\"texts\",\"type\":\"string\",\"tokenizer\":\"wordpiece\",\"cased\":false,\"marks\":true,\"padding\":0,\"length\":12,\"bytes\":64}")]
    public void TheFileSaysThatItTakesStrings(string kind, string input)
    {
        StringNodes.RequireExtensions();
        using var model = Model(kind);
        using var settings = new SessionOptions();
        settings.RegisterOrtExtensions();
        using var session = new InferenceSession(OnnxExporter.Export(model, new OnnxExportOptions { Strings = true }), settings);

        Assert.Equal(input, session.ModelMetadata.CustomMetadataMap["distill.input"]);
    }

    [Fact]
    public void AFileThatDiffersNamesATextAndIsNotWritten()
    {
        StringNodes.RequireExtensions();
        using var folder = new TemporaryFolder();
        using var model = Model("bag");
        using var other = Model("bag", seed: 3);
        var options = new OnnxExportOptions { Strings = true }.For(model);
        var view = new ExampleView(new TextSource("t", ["the cat"], [0], ["a", "b"], Bytes));

        var report = ExportCheck.Run(OnnxExporter.Export(other, options), options, model, view);

        Assert.Contains("answers differ most on the text 'the cat'", report.Problems);
    }

    [Fact]
    public void AStudentOfOtherExamplesHasNoStrings()
    {
        using var model = Classifier.Build(new ModelSpec(ExampleShape.Features(3), ["a", "b"], Normalisation.None, new MlpSpec { Widths = [2] }), seed: 1);

        var refused = Assert.Throws<DistillException>(() => OnnxExporter.Export(model, new OnnxExportOptions { Strings = true }));

        Assert.Contains("strings are for students of texts, and this one reads none", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ValueNames.Text)]
    [InlineData($"{ValueNames.Texts}.")]
    public void AFileThatOnlyLooksLikeOneIsRefused(string renamed)
    {
        using var folder = new TemporaryFolder();
        using var model = Model("bag");
        var file = ModelProto.Parser.ParseFrom(OnnxExporter.Export(model, new OnnxExportOptions { Strings = true }));
        foreach (var node in file.Graph.Node)
        {
            string[] outputs = [.. node.Output.Select(output => output.StartsWith(renamed, StringComparison.Ordinal) ? $"other.{output}" : output)];
            node.Output.Clear();
            node.Output.Add(outputs);
        }

        Assert.Throws<DistillException>(() => OnnxTeacher.Open(folder.Write("s.onnx", file.ToByteArray()), ExampleShape.Features(Bytes), ["a", "b"]));
    }

    [Fact]
    public void WithoutExtensionsOnnxRuntimeRefusesTheFile()
    {
        using var model = Model("bag");

        var refused = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(OnnxExporter.Export(model, new OnnxExportOptions { Strings = true })));

        Assert.Contains("ai.onnx.contrib", refused.Message, StringComparison.Ordinal);
    }

    private static Classifier Model(string kind, int seed = 2)
    {
        var words = string.Join(' ', Vocabulary);
        NetworkSpec network = kind switch
        {
            "bag" or "embedder" => new BagSpec { Buckets = 499, Dimensions = 24, Words = [1, 2], Characters = [3], Widths = [9] },
            "pieces" or "embedder of pieces" => new WordPieceSpec { Vocabulary = words, Dimensions = 6, Widths = [7], Length = 12 },
            "convolutions" => new WordPieceSpec { Vocabulary = words, Dimensions = 6, Kernels = [2, 3], Filters = 5, Length = 12 },
            _ => new TransformerSpec { Vocabulary = words, Layers = 2, Dimensions = 8, Heads = 2, Hidden = 12, Length = 12 },
        };
        return Classifier.Build(new ModelSpec(ExampleShape.Features(Bytes), ["a", "b"], Normalisation.None, network) { GivesVectors = kind.StartsWith("embedder", StringComparison.Ordinal) }, seed);
    }

    private static List<string> Texts()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 60).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(9)).Select(_ => Words[random.Next(Words.Length)]))), "", " ", string.Join(' ', Enumerable.Repeat("dogs", 40)), new string('한', 40)];
    }

    private static ExampleView View() => new(new TextSource("t", Texts(), [.. Texts().Select((_, row) => row % 2)], ["a", "b"], Bytes));

    private static float[] Answers(Classifier model, IReadOnlyList<string> texts)
    {
        var view = new ExampleView(new TextSource("t", texts, new int[texts.Count], ["a", "b"], Bytes));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var batch = view.Read(0, view.Count);
        model.eval();
        return model.call(batch.Inputs).data<float>().ToArray();
    }

    private static float[] Logits(Classifier model, OnnxExportOptions options, ExampleView view)
    {
        using var session = new StudentSession(OnnxExporter.Export(model, options, view), options.For(model));
        return session.Logits(view, 2, default);
    }

    private static float[] Ask(InferenceSession session, string[] texts, string output)
    {
        using var input = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Length]);
        foreach (var (row, text) in texts.Index())
        {
            input.StringTensorSetElementAt(text.AsSpan(), row);
        }

        using var run = new RunOptions();
        using var answer = session.Run(run, ["texts"], [input], [output])[0];
        return answer.GetTensorDataAsSpan<float>().ToArray();
    }
}
