using System.Text;
using System.Text.Json;
using Distill.Runs;
using Distill.Text.Encoders;

namespace Distill.Text.Tests;

/// <summary>Tokenizers are known by the names of their files.</summary>
public sealed class TokenizerTests
{
    private static readonly string[] Merges = ["h e", "l l", "he ll", "hell o", "Ġ w", "Ġw o"];

    [Theory]
    [InlineData("hello", "<s> hello </s>")]
    [InlineData("hello world", "<s> hello Ġwo r l d </s>")]
    [InlineData("HE", "<s> H E </s>")]
    [InlineData("é", "<s> Ã © </s>")]
    [InlineData("", "<s> </s>")]
    [InlineData("a\nb", "<s> a Ċ b </s>")]
    [InlineData("</s>", "<s> < / s > </s>")]
    [InlineData("hello hello hello hello hello hello hello hello hello", "<s> hello Ġ hello Ġ hello Ġ hello </s>")]
    public void BytePairsAreThoseOfRoberta(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var tokens = BytePairTokens();
        WriteBytePairs(folder, tokens);
        foreach (var path in (string[])[folder.Path, folder.File("vocab.json"), WriteTokenizer(folder, tokens)])
        {
            var opened = TextTokens.Open(path, new EncoderOptions { Tokens = 9 });
            Assert.Equal(expected, string.Join(' ', opened.Of(text).Select(token => tokens[token])));
            Assert.Equal(1, opened.Padding);
        }

        Assert.Equal([folder.File("vocab.json"), folder.File("merges.txt")], TextTokens.Files(folder.File("vocab.json")));
        Assert.Equal([folder.File("tokenizer.json")], TextTokens.Files(folder.File("tokenizer.json")));
    }

    [Theory]
    [InlineData("spiece.model", "ab c", "▁ab ▁ c </s>", 0)]
    [InlineData("spiece.model", "", "</s>", 0)]
    [InlineData("spiece.model", "ab ab ab ab ab ab ab", "▁ab ▁ab ▁ab ▁ab </s>", 0)]
    [InlineData("spiece.model", "abz", "▁ab <unk> </s>", 0)]
    public void SentencePiecesEndWithTheirMark(string name, string text, string expected, int padding)
    {
        using var folder = new TemporaryFolder();
        string[] pieces = ["<pad>", "</s>", "<unk>", "▁ab", "▁", "a", "b", "c"];
        var opened = TextTokens.Open(folder.Write(name, SentencePiece(pieces)), new EncoderOptions { Tokens = 5 });

        Assert.Equal(expected, string.Join(' ', opened.Of(text).Select(token => pieces[token])));
        Assert.Equal(padding, opened.Padding);
    }

    [Fact]
    public void TheFileOfXlmRobertaHasOtherNumbers()
    {
        using var folder = new TemporaryFolder();
        var opened = TextTokens.Open(folder.Write("sentencepiece.bpe.model", SentencePiece(["<unk>", "<s>", "</s>", "▁ab", "▁", "a", "b", "c"])), new EncoderOptions());

        // <s> 0, <pad> 1, </s> 2, <unk> 3, and the pieces from the fourth on.
        Assert.Equal([0, 4, 5, 8, 3, 2], opened.Of("ab cz"));
        Assert.Equal(1, opened.Padding);
    }

    [Fact]
    public void TokenizerJsonOfWordPieceIsThatOfItsVocabulary()
    {
        using var folder = new TemporaryFolder();
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "wake", "##s", "me", "Me"];
        var vocabulary = tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var cased = folder.Write("cased-tokenizer.json", JsonSerializer.SerializeToUtf8Bytes(new { normalizer = new { type = "BertNormalizer", lowercase = false }, model = new { type = "WordPiece", vocab = vocabulary } }));
        var lower = folder.Write("tokenizer.json", JsonSerializer.SerializeToUtf8Bytes(new { normalizer = new { type = "BertNormalizer", lowercase = true }, model = new { vocab = vocabulary } }));

        Assert.Equal([2, 5, 6, 7, 3], TextTokens.Open(lower, new()).Of("Wakes Me"));
        Assert.Equal([2, 1, 8, 3], TextTokens.Open(cased, new()).Of("Wakes Me"));
        Assert.Equal(WordPieces.Of("v", tokens, 128, cased: false).Fingerprint, TextTokens.Open(lower, new()).Fingerprint);
    }

    [Theory]
    [InlineData("vocab.json", "{\"a\":0,\"b\":0}", "is there twice")]
    [InlineData("vocab.json", "{\"a\":-1}", "no number from 0")]
    [InlineData("vocab.json", "[1]", "holds no vocabulary")]
    [InlineData("vocab.json", "{", "is no JSON")]
    [InlineData("vocab.json", "{\"x\":0}", "pair 1: 'h e' is no pair of tokens whose join")]
    [InlineData("tokenizer.json", "{}", "it has no 'model'")]
    [InlineData("tokenizer.json", "{\"model\":{\"type\":\"Unigram\"}}", "For Unigram give the .model of SentencePiece")]
    [InlineData("tokenizer.json", "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]}}", "is not that of RoBERTa and GPT-2")]
    [InlineData("tokenizer.json", "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":7}}}", "expected each number from 0 once")]
    [InlineData("spiece.model", "nothing", "is no model of SentencePiece")]
    public void WhatIsNoTokenizerIsRefused(string name, string text, string problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("merges.txt", Encoding.UTF8.GetBytes(string.Join('\n', Merges)));

        Assert.Contains(problem, Assert.Throws<DistillException>(() => TextTokens.Open(folder.Write(name, Encoding.UTF8.GetBytes(text)), new())).Message, StringComparison.Ordinal);
        Assert.Contains("holds no tokenizer", Assert.Throws<DistillException>(() => TextTokens.Open(Directory.CreateDirectory(folder.File("empty")).FullName, new())).Message, StringComparison.Ordinal);
    }

    internal static string[] BytePairTokens()
    {
        // What GPT-2 writes for bytes: themselves where they show, and letters from 256 on for the others.
        var others = 256;
        var letters = Enumerable.Range(0, 256).Select(value => value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : (char)others++).Select(letter => letter.ToString()).ToList();
        return [.. new[] { "<s>", "<pad>", "</s>", "<unk>" }.Concat(letters).Concat(Merges.Select(pair => pair.Replace(" ", "", StringComparison.Ordinal)))];
    }

    internal static void WriteBytePairs(TemporaryFolder folder, string[] tokens)
    {
        folder.Write("vocab.json", JsonSerializer.SerializeToUtf8Bytes(tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index)));
        folder.Write("merges.txt", Encoding.UTF8.GetBytes("#version: 0.2\n" + string.Join('\n', Merges) + "\n"));
    }

    internal static string WriteTokenizer(TemporaryFolder folder, string[] tokens) => folder.Write("tokenizer.json", JsonSerializer.SerializeToUtf8Bytes(new
    {
        normalizer = (string?)null,
        pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false },
        model = new { type = "BPE", vocab = tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index), merges = Merges.Select(pair => pair.Split(' ')) },
    }));

    /// <summary>A model of single pieces, in the format of SentencePiece.</summary>
    internal static byte[] SentencePiece(string[] pieces)
    {
        using var file = new MemoryStream();
        using var output = new Google.Protobuf.CodedOutputStream(file);
        foreach (var (i, piece) in pieces.Index())
        {
            var type = piece == "<unk>" ? 2 : piece is "<s>" or "</s>" or "<pad>" ? 3 : 1;
            Message(output, 1, inner =>
            {
                inner.WriteTag(1, Google.Protobuf.WireFormat.WireType.LengthDelimited);
                inner.WriteString(piece);
                inner.WriteTag(2, Google.Protobuf.WireFormat.WireType.Fixed32);
                inner.WriteFloat(-i);
                inner.WriteTag(3, Google.Protobuf.WireFormat.WireType.Varint);
                inner.WriteInt32(type);
            });
        }

        Message(output, 2, inner =>
        {
            foreach (var (field, value) in ((int, int)[])[(3, 1), (40, Array.IndexOf(pieces, "<unk>")), (41, Array.IndexOf(pieces, "<s>")), (42, Array.IndexOf(pieces, "</s>")), (43, Array.IndexOf(pieces, "<pad>"))])
            {
                inner.WriteTag(field, Google.Protobuf.WireFormat.WireType.Varint);
                inner.WriteInt32(value);
            }
        });
        Message(output, 3, inner =>
        {
            foreach (var field in (int[])[3, 4, 5])
            {
                inner.WriteTag(field, Google.Protobuf.WireFormat.WireType.Varint);
                inner.WriteBool(true);
            }
        });
        output.Flush();
        return file.ToArray();
    }

    private static void Message(Google.Protobuf.CodedOutputStream output, int field, Action<Google.Protobuf.CodedOutputStream> write)
    {
        using var part = new MemoryStream();
        using var inner = new Google.Protobuf.CodedOutputStream(part);
        write(inner);
        inner.Flush();
        output.WriteTag(field, Google.Protobuf.WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Google.Protobuf.ByteString.CopyFrom(part.ToArray()));
    }
}
