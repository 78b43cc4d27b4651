using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Heads;

namespace Distill.Cli.Verbs;

/// <summary>Trains a linear model on the vectors of a frozen encoder of texts or images.</summary>
internal static class HeadVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A name from 'distill data list', or texts or images with labels.", HelpName = "NAME|PATH", Required = true };
        var encoder = new EncoderChoice(ofImages: true);
        var foreign = new ForeignOptions();
        var output = new Option<string>("--out") { Description = "The teacher's folder, missing or empty.", HelpName = "DIR", Required = true };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the vectors.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var seed = new Option<long>("--seed") { Description = "Decides first weights and order.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var reading = new ReadingOptions();
        var command = new Command("head", "Train a linear model on a frozen encoder of texts or images; both are one teacher.") { data, output, epochs, seed };
        encoder.AddTo(command);
        foreign.AddTo(command);
        reading.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var request = new HeadRequest
            {
                Data = parsed.GetRequiredValue(data),
                Reading = reading.Parse(parsed),
                Encoder = encoder.Encoder(parsed),
                Vocabulary = encoder.Vocabulary(parsed),
                Output = parsed.GetRequiredValue(output),
                Options = encoder.Options(parsed),
                ImageOptions = foreign.Parse(parsed),
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
            "distill head --data photos/ --resize 64 --encoder resnet18.onnx --teacher-size 224 --teacher-mean imagenet --out teacher",
            "distill train --data clinc150 --network bag --teacher teacher");
    }
}
