using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Onnx.Schema;
using Distill.Runs;
using Distill.Text.Encoders;
using Google.Protobuf;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Text.Tests;

public sealed class EncoderTests
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "set", "an", "alarm", "##s", "for", "noon", "caf", "##e", ",", "\u1112\u1161\u11AB", "##\u1100\u116E\u11A8", "日", "本", "[MASK]"];

    [Theory]
    [InlineData("Set an ALARM", new[] { 2, 4, 5, 6, 3 })]
    [InlineData("ALARMS, cafe\u0301", new[] { 2, 6, 7, 12, 10, 11, 3 })]
    [InlineData("alarms, café", new[] { 2, 6, 7, 12, 10, 11, 3 })]
    [InlineData("日本 xyz", new[] { 2, 15, 16, 1, 3 })]
    [InlineData("한국", new[] { 2, 13, 14, 3 })]
    [InlineData("", new[] { 2, 3 })]
    [InlineData("an an an an an an an an", new[] { 2, 5, 5, 5, 5, 5, 5, 3 })]
    public void TokensAreThoseOfBert(string text, int[] expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(expected, WordPieces.Open(Words(folder), new EncoderOptions { Tokens = 8 }).Of(text));
    }

    [Fact]
    public void VectorsAreMeansOverTheTokensThatAreThere()
    {
        using var folder = new TemporaryFolder();
        using var encoder = TextEncoder.Open(Encoder(folder), Words(folder));
        using var vectors = encoder.Encode(["an alarm", "", "set an alarm for noon"]);
        using var alone = encoder.Encode(["an alarm"]);

        Assert.Equal(2, encoder.Dimensions);
        // Token t has the vector (t, 1): of [CLS] an alarm [SEP] the mean is ((2 + 5 + 6 + 3) / 4, 1), made as long as one.
        var (x, y) = (4.0 / Math.Sqrt(17), 1 / Math.Sqrt(17));
        var found = vectors.data<float>().ToArray();
        Assert.Equal(x, found[0], 5);
        Assert.Equal(y, found[1], 5);
        Assert.Equal(2.5 / Math.Sqrt(7.25), found[2], 5);
        Assert.Equal(alone.data<float>().ToArray(), found[..2]);
    }

    [Fact]
    public void AnEncoderAndAHeadAreOneTeacher()
    {
        using var folder = new TemporaryFolder();
        var (path, view) = (Teacher(folder), View());
        using var teacher = EncoderTeacher.Open(path);
        using var batch = view.Read(0, 2);
        using var targets = teacher.Targets(batch, 2);
        using var same = EncoderTeacher.Open(path);

        Assert.Equal((2, true, true), (teacher.Classes, teacher.SeesInputs, teacher.HasLogits));
        Assert.Equal([2L, 2], targets.LogProbabilities.shape);
        Assert.All(targets.LogProbabilities.exp().sum(1).data<float>().ToArray(), sum => Assert.Equal(1, sum, 5));
        Assert.Equal(teacher.Fingerprint, same.Fingerprint);
    }

    [Fact]
    public void AnotherEncoderBesideTheHeadIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Teacher(folder);
        File.AppendAllText(folder.File("vocab.txt"), "more\n");

        Assert.Contains("is another than", Assert.Throws<DistillException>(() => EncoderTeacher.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoEncoderIsRefused()
    {
        using var folder = new TemporaryFolder();
        var (encoder, words) = (Encoder(folder), Words(folder));
        var other = folder.Write("other.onnx", Graph("pixels"));
        var poor = folder.Write("poor.txt", "a\nb\n"u8.ToArray());

        Assert.Contains("Expected input_ids", Assert.Throws<DistillException>(() => TextEncoder.Open(other, words)).Message, StringComparison.Ordinal);
        Assert.Contains("lacks [UNK], [CLS], [SEP], [PAD], [MASK]", Assert.Throws<DistillException>(() => TextEncoder.Open(encoder, poor)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<DistillException>(() => TextEncoder.Open(encoder, folder.File("none.txt"))).Message, StringComparison.Ordinal);
        Assert.Contains("tokens is 2", Assert.Throws<DistillException>(() => TextEncoder.Open(encoder, words, new EncoderOptions { Tokens = 2 })).Message, StringComparison.Ordinal);
        using var mlp = Classifier.Build(new ModelSpec(ExampleShape.Features(2), ["a", "b"], Normalisation.None, new MlpSpec { Widths = [] }), seed: 1);
        ModelFile.Save(folder.File("plain.safetensors"), mlp);
        Assert.Contains("no head of an encoder", Assert.Throws<DistillException>(() => EncoderTeacher.Open(folder.File("plain.safetensors"))).Message, StringComparison.Ordinal);
    }

    private static ExampleView View() => new(new TextSource("t", ["set an alarm", "noon"], [0, 1], ["a", "b"]));

    private static string Teacher(TemporaryFolder folder)
    {
        var (encoder, words) = (Encoder(folder), Words(folder));
        using var opened = TextEncoder.Open(encoder, words);
        using var head = Classifier.Build(new ModelSpec(ExampleShape.Features(2), ["a", "b"], Normalisation.None, new MlpSpec { Widths = [] }), seed: 1);
        var path = folder.File("model.safetensors");
        ModelFile.Save(path, head, new EncoderHead("encoder.onnx", "vocab.txt", new EncoderOptions(), opened.Fingerprint).ToFacts());
        return path;
    }

    private static string Words(TemporaryFolder folder) => folder.Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join("\r\n", Vocabulary) + "\r\n"));

    private static string Encoder(TemporaryFolder folder) => folder.Write("encoder.onnx", Graph("input_ids"));

    // Token t to (t, 1), as last_hidden_state; a mask that nothing reads, as in real encoders padding may be.
    private static byte[] Graph(string input)
    {
        var table = Enumerable.Range(0, 64).SelectMany(token => new[] { token, 1f }).ToArray();
        var graph = new GraphProto
        {
            Name = "encoder",
            Input = { SmallEncoder.Slot(input, DataType.Int64, "batch", "tokens"), SmallEncoder.Slot("attention_mask", DataType.Int64, "batch", "tokens") },
            Output = { SmallEncoder.Slot("last_hidden_state", DataType.Float, "batch", "tokens", "2") },
            Initializer = { new TensorProto { Name = "table", DataType = (int)DataType.Float, Dims = { 64, 2 }, RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.AsSpan())) } },
            Node = { new NodeProto { OpType = "Gather", Input = { "table", input }, Output = { "last_hidden_state" } } },
        };
        return new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = graph }.ToByteArray();
    }
}
