using System.Runtime.InteropServices;
using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Strings;
using Distill.Onnx.Export.Writing;
using Distill.Onnx.Schema;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Text.Tests.Strings;

/// <summary>The nodes alone that an export puts before a student to make bytes or pieces of strings.</summary>
internal sealed class StringNodes : IDisposable
{
    private readonly InferenceSession session;
    private readonly PieceVocabulary? vocabulary;
    private readonly int most;
    private readonly int bytes;

    /// <param name="pieces">How texts are cut into pieces; null for bytes.</param>
    /// <param name="bytes">The bytes of a text that are read.</param>
    public StringNodes(IPieceNetwork? pieces, int bytes)
    {
        RequireExtensions();
        var taken = pieces is null ? ValueNames.Text : ValueNames.Pieces;
        var writer = new GraphWriter();
        writer.Node("Identity", [taken], "made");
        writer.Graph.Output.Add(GraphWriter.Value("made", pieces is null ? DataType.Uint8 : DataType.Int64, [-1]));
        var model = new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = writer.Graph };
        StringInput.Add(model, pieces, bytes);
        using var options = new SessionOptions();
        options.RegisterOrtExtensions();
        session = new InferenceSession(model.ToByteArray(), options);
        (this.bytes, vocabulary, most) = (bytes, pieces?.Pieces(), pieces?.Length ?? 0);
    }

    /// <summary>A network of pieces, of which only how it reads texts matters here.</summary>
    public static IPieceNetwork Pieces(IEnumerable<string> vocabulary, int length, bool marked = false) => marked
        ? new TransformerSpec { Vocabulary = string.Join(' ', vocabulary), Length = length }
        : new WordPieceSpec { Vocabulary = string.Join(' ', vocabulary), Length = length };

    /// <summary>Skips a test where the package has no native library that this system finds; elsewhere a missing one is a failure.</summary>
    public static void RequireExtensions() => Assert.SkipWhen(
        RuntimeInformation.IsOSPlatform(OSPlatform.OSX), "The package of ONNX Runtime Extensions names its libraries for macOS in a way that .NET no longer finds.");

    /// <summary>What the nodes make of a batch of texts: each row without the padding behind it.</summary>
    public long[][] Made(params string[] texts)
    {
        using var input = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [texts.Length]);
        foreach (var (row, text) in texts.Index())
        {
            input.StringTensorSetElementAt(text.AsSpan(), row);
        }

        using var run = new RunOptions();
        using var answer = session.Run(run, ["texts"], [input], ["made"])[0];
        var shape = answer.GetTensorTypeAndShape().Shape;
        Assert.Equal(texts.Length, shape[0]);
        var all = vocabulary is null ? [.. answer.GetTensorDataAsSpan<byte>().ToArray().Select(value => (long)value)] : answer.GetTensorDataAsSpan<long>().ToArray();
        return [.. all.Chunk((int)shape[1]).Select(row => row[..(Array.FindLastIndex(row, value => value != (vocabulary?.PaddingRow ?? 0)) + 1)])];
    }

    /// <summary>What training makes of a text.</summary>
    public long[] Expected(string text)
    {
        var example = TextSource.Encode(text, bytes);
        return vocabulary is null ? [.. example.AsSpan(0, Encoding.UTF8.GetByteCount(PaddedText.Of(example))).ToArray().Select(value => (long)value)] : [.. vocabulary.Of(example, most)];
    }

    /// <summary>Requires the same of a batch as training makes of its texts.</summary>
    public void AssertSame(params string[] texts)
    {
        foreach (var (text, made) in texts.Zip(Made(texts)))
        {
            Assert.True(Expected(text).SequenceEqual(made), $"{Escaped(text)}: expected {string.Join(' ', Expected(text))}; found {string.Join(' ', made)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static string Escaped(string text) => string.Concat(text.Take(200).Select(letter => letter is >= ' ' and <= '~' ? $"{letter}" : $"\\u{(int)letter:X4}"));
}
