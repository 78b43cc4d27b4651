using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Text.Encoders;
using Distill.Text.LanguageModels;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

/// <summary>Damaged files of texts and tokenizers are read, or refused by the documented exception; texts of any kind are answered.</summary>
public sealed class MutationTests
{
    private static readonly string[] Strange =
        ["\ud800", "a\udc00b", "\ud83d", "\0", "a\0b", "\uFFFD\uFFFE", "\u202Eabc", string.Concat(Enumerable.Repeat("e\u0301", 300)), "\r\n\v\f\u0085\u2028"];

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        var originals = Originals();
        var read = 0;
        var count = Mutations.Count(2_000);
        for (var number = 0; number < count; number++)
        {
            var (name, bytes, open) = originals[number % originals.Count];
            var path = folder.Write(name, Mutations.Of(bytes, number));
            try
            {
                open(path);
                read++;
            }
            catch (DistillException)
            {
                // What is documented.
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"mutation {number} of {name}: {error.GetType().Name} {error.Message}", error);
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{count} files, of which {read} were read");
        Assert.InRange(read, count / 20, count - (count / 20));
    }

    [Fact]
    public void TextsOfAnyKindAreCutIntoTokens()
    {
        using var folder = new TemporaryFolder();
        TokenizerTests.WriteBytePairs(folder, TokenizerTests.BytePairTokens());
        TextTokens[] tokenizers =
        [
            WordPieces.Of("v", ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "e"], 128, cased: false),
            TextTokens.Open(folder.File("vocab.json"), new()),
            TextTokens.Open(folder.Write("spiece.model", TokenizerTests.SentencePiece(["<pad>", "</s>", "<unk>", "▁a", "▁", "b"])), new()),
        ];
        foreach (var text in Strange.Append(new string('a', 10_000)).Append(string.Concat(Enumerable.Repeat("ab 한 😀 ", 2_000))))
        {
            Assert.All(tokenizers, tokenizer => Assert.InRange(tokenizer.Of(text).Count, 1, 128));
        }
    }

    [Fact]
    public void ATextOfTenMegabytesIsCutOffAndAnswered()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        string[] texts = [string.Concat(Enumerable.Repeat("word 한 \ud800", 1_200_000)), new string('x', 10_000_000), .. Strange];
        var source = new TextSource("t", texts, new int[texts.Length], ["a", "b"], 256);
        using var batch = new ExampleView(source).Read(0, texts.Length);

        Assert.InRange(source.CutTexts, 2, 4);
        foreach (var network in (NetworkSpec[])[new BagSpec { Buckets = 64, Dimensions = 4 }, new WordPieceSpec { Vocabulary = "[PAD] [UNK] word", Dimensions = 4, Kernels = [2] }, new TransformerSpec { Vocabulary = "[PAD] [UNK] [CLS] [SEP] word", Dimensions = 4 }])
        {
            using var model = Classifier.Build(new ModelSpec(source.Shape, ["a", "b"], Normalisation.None, network), seed: 1);
            Assert.All(model.call(batch.Inputs).data<float>().ToArray(), logit => Assert.True(float.IsFinite(logit)));
        }
    }

    [Fact]
    public void BytesThatAreNoUtf8AreAnsweredByPieces()
    {
        var pieces = new PieceVocabulary(["[PAD]", "[UNK]", "a", "##b"]);
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            Assert.InRange(pieces.Of(bytes, 20).Count, 0, 20);
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes, Action<string> Open)> Encoders()
    {
        using var folder = new TemporaryFolder();
        var small = new SmallEncoder(1);
        small.WriteOnnx(folder.File("model.onnx"));
        small.WriteSafeTensors(folder.File("model.safetensors"), "bert.", withConfig: true);
        foreach (var name in (string[])["model.onnx", "model.safetensors", "config.json"])
        {
            yield return (name, File.ReadAllBytes(folder.File(name)), path => Build(Path.GetDirectoryName(path)!, name));
        }

        // What is not damaged lies beside what is.
        void Build(string damaged, string name)
        {
            var vocabulary = Path.Combine(damaged, "encoder-vocab.txt");
            File.WriteAllText(vocabulary, string.Join('\n', SmallEncoder.Vocabulary));
            if (name == "config.json")
            {
                small.WriteSafeTensors(Path.Combine(damaged, "model.safetensors"), "bert.", withConfig: false);
            }
            else
            {
                File.Delete(Path.Combine(damaged, "config.json"));
            }

            var weights = Path.Combine(damaged, name == "config.json" ? "model.safetensors" : name);
            var network = new TransformerSpec { Encoder = weights, VocabularyFile = vocabulary, Length = 8, Heads = name == "model.safetensors" ? SmallEncoder.Heads : null };
            using var model = TextEncoder.Build(new ModelSpec(ExampleShape.Features(64), ["a", "b"], Normalisation.None, network), seed: 1);
        }
    }

    private static List<(string Name, byte[] Bytes, Action<string> Open)> Originals()
    {
        var lines = Enumerable.Range(0, 12).Select(i => (Text: $"wake me at {i}, please \"now\" é", Class: i % 2 == 0 ? "alarm" : "other")).ToArray();
        return
        [
            .. Encoders(),
            ("t.csv", Bytes("text,intent\n" + string.Join('\n', lines.Select(line => $"\"{line.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{line.Class}"))), Data),
            ("t.tsv", Bytes("text\tintent\n" + string.Join('\n', lines.Select(line => $"{line.Text.Replace('"', '\'')}\t{line.Class}"))), Data),
            ("t.jsonl", Bytes(string.Join('\n', lines.Select(line => $$"""{"text":"wake \u00e9 {{line.Class}}","label":"{{line.Class}}"}"""))), Data),
            ("t.json", Bytes("{\"train\":[" + string.Join(',', lines.Select(line => $"[\"wake me\",\"{line.Class}\"]")) + "],\"test\":[[\"a\",\"alarm\"]]}"), Data),
            ("t.txt", Bytes(string.Join('\n', lines.Select(line => line.Text))), Data),
            ("vocab.txt", Bytes("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwake\n##s\nme\né\n"), path => Tokens(path, 0)),
            ("pieces.txt", Bytes("[PAD]\n[UNK]\nwake\n##s\nme\né\n"), path => ((WordPieceSpec)new WordPieceSpec { VocabularyFile = path }.Whole()).Pieces().Of("wakes me"u8, 9)),
            ("tokenizer.json", Bytes("{\"normalizer\":{\"lowercase\":true},\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"[MASK]\":4,\"wake\":5}}}"), path => Tokens(path, 0)),
            ("pairs-tokenizer.json", Bytes("{\"pre_tokenizer\":{\"type\":\"ByteLevel\"},\"model\":{\"type\":\"BPE\",\"vocab\":{\"<s>\":0,\"</s>\":1,\"w\":2,\"a\":3,\"wa\":4},\"merges\":[\"w a\"]}}"), path => Tokens(path, 0)),
            ("spiece.model", TokenizerTests.SentencePiece(["<pad>", "</s>", "<unk>", "▁wake", "▁", "m", "e"]), path => Tokens(path, 0)),
            ("answers.jsonl", Bytes("{\"key\":\"a\",\"class\":1,\"probabilities\":{\"1\":0.5},\"tokens\":42}\n{\"key\":\"b\",\"tokens\":1}\n"), path => AnswerCache.Open(path).Dispose()),
        ];

        static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

        static void Data(string path) => TextData.Open(path);

        static void Tokens(string path, int least) => Assert.True(TextTokens.Open(path, new()).Of("wakes me, é \ud800").Count >= least);
    }
}
