using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Heads;
using Distill.Models;
using Distill.Text.Encoders;

namespace Distill.Cli.Verbs;

/// <summary>Trains a linear model on the vectors of a frozen encoder of texts.</summary>
internal static class HeadVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A name from 'distill data list', or texts with labels.", HelpName = "NAME|PATH", Required = true };
        var encoder = new Option<string>("--encoder") { Description = "The encoder: an ONNX file that takes input_ids, attention_mask and token_type_ids.", HelpName = "FILE", Required = true };
        var vocabulary = new Option<string>("--vocabulary") { Description = "Its tokenizer: vocab.txt, vocab.json with merges.txt beside it, a .model of SentencePiece, tokenizer.json, or their folder.", HelpName = "PATH", Required = true };
        var output = new Option<string>("--out") { Description = "The teacher's folder, missing or empty.", HelpName = "DIR", Required = true };
        var pooling = new Option<string>("--pooling") { Description = "How the vectors of tokens become one: mean (default) or first.", HelpName = "KIND", DefaultValueFactory = _ => "mean" };
        var tokens = new Option<int>("--tokens") { Description = "How many tokens of a text are read.", HelpName = "N", DefaultValueFactory = _ => new EncoderOptions().Tokens };
        var cased = new Option<bool>("--cased") { Description = "Capital letters and accents tell words apart." };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the vectors.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var seed = new Option<long>("--seed") { Description = "Decides first weights and order.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var reading = new ReadingOptions();
        var command = new Command("head", "Train a linear model on a frozen encoder of texts; both are one teacher.") { data, encoder, vocabulary, output, pooling, tokens, cased, epochs, seed };
        reading.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var request = new HeadRequest
            {
                Data = parsed.GetRequiredValue(data),
                Reading = reading.Parse(parsed),
                Encoder = parsed.GetRequiredValue(encoder),
                Vocabulary = parsed.GetRequiredValue(vocabulary),
                Output = parsed.GetRequiredValue(output),
                Options = new EncoderOptions
                {
                    Pooling = parsed.GetRequiredValue(pooling) switch
                    {
                        "mean" => TextPooling.Mean,
                        "first" => TextPooling.First,
                        var other => throw new Distill.Runs.DistillException($"{pooling.Name} {other}: expected mean or first."),
                    },
                    Tokens = parsed.GetRequiredValue(tokens),
                    Cased = parsed.GetValue(cased),
                },
                Epochs = parsed.GetRequiredValue(epochs),
                Seed = parsed.GetRequiredValue(seed),
            };
            HeadOutcome outcome;
            using (var progress = screen.Progress())
            {
                outcome = HeadJob.Run(request, progress.Context(cancellationToken));
            }

            screen.WriteJson(outcome);
            if (outcome.Test is { } test)
            {
                Screen.Say($"{test.Test.Errors:N0} errors in {test.Examples:N0} test examples of {test.Dataset}");
            }

            Screen.Say($"Teacher: {outcome.Teacher}");
            NextSteps.OfTeacher(outcome.Teacher);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill head --data clinc150 --encoder model.onnx --vocabulary vocab.txt --out teacher",
            "distill train --data clinc150 --network bag --teacher teacher");
    }
}
