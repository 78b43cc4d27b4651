using System.CommandLine;
using Distill.Models;
using Distill.Runs;
using Distill.Text.Encoders;

namespace Distill.Cli.Verbs;

/// <summary>The options that name an encoder of texts, and say how it is asked.</summary>
/// <param name="ofImages">Whether the encoder may be one of images, which has no tokenizer.</param>
internal sealed class EncoderChoice(bool ofImages = false)
{
    private readonly Option<string> encoder = new("--encoder") { Description = $"The encoder: an ONNX file that takes input_ids, attention_mask and token_type_ids{(ofImages ? ", or images" : "")}.", HelpName = "FILE", Required = true };
    private readonly Option<string?> vocabulary = new("--vocabulary") { Description = $"{(ofImages ? "The tokenizer of an encoder of texts" : "Its tokenizer")}: vocab.txt, vocab.json with merges.txt beside it, a .model of SentencePiece, tokenizer.json, or their folder.", HelpName = "PATH", Required = !ofImages };
    private readonly Option<string> pooling = new("--pooling") { Description = "How the vectors of tokens become one: mean (default) or first.", HelpName = "KIND", DefaultValueFactory = _ => "mean" };
    private readonly Option<int> tokens = new("--tokens") { Description = "How many tokens of a text are read.", HelpName = "N", DefaultValueFactory = _ => new EncoderOptions().Tokens };
    private readonly Option<bool> cased = new("--cased") { Description = "Capital letters and accents tell words apart." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { encoder, vocabulary, pooling, tokens, cased })
        {
            command.Add(option);
        }
    }

    /// <summary>The encoder's file.</summary>
    public string Encoder(ParseResult parsed) => parsed.GetRequiredValue(encoder);

    /// <summary>Its tokenizer; null for none.</summary>
    public string? Vocabulary(ParseResult parsed) => parsed.GetValue(vocabulary);

    /// <summary>How it is asked.</summary>
    /// <exception cref="DistillException">There is no such pooling.</exception>
    public EncoderOptions Options(ParseResult parsed) => new()
    {
        Pooling = parsed.GetRequiredValue(pooling) switch
        {
            "mean" => TextPooling.Mean,
            "first" => TextPooling.First,
            var other => throw new DistillException($"{pooling.Name} {other}: expected mean or first."),
        },
        Tokens = parsed.GetRequiredValue(tokens),
        Cased = parsed.GetValue(cased),
    };
}
