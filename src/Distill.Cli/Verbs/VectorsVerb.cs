using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Vectors;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Stores the vectors of an encoder of texts.</summary>
internal static class VectorsVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A name from 'distill data list', or texts, with classes or without.", HelpName = "NAME|PATH", Required = true };
        var unlabelled = UnlabelledOption.Create("to store the vectors of");
        var variations = UnlabelledOption.Variations("to store the vectors of, too");
        var output = new Option<string>("--out") { Description = "The store's folder; a store that was begun there is continued.", HelpName = "STORE", Required = true };
        var bytes = new Option<string>("--numbers") { Description = "A number of a vector takes two bytes (f16, the default) or one (int8).", HelpName = "KIND", DefaultValueFactory = _ => "f16" };
        var encoder = new EncoderChoice();
        var reading = new ReadingOptions();
        var command = new Command("vectors", "Store the vectors of an encoder of texts, for students that follow them.") { data, output, unlabelled, variations, bytes };
        encoder.AddTo(command);
        reading.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var request = new VectorsRequest
            {
                Data = parsed.GetRequiredValue(data),
                Reading = reading.Parse(parsed),
                Unlabelled = parsed.GetValue(unlabelled) ?? [],
                Variations = parsed.GetValue(variations),
                Encoder = encoder.Encoder(parsed),
                Vocabulary = encoder.Vocabulary(parsed)!,
                Options = encoder.Options(parsed),
                AsBytes = parsed.GetRequiredValue(bytes) switch
                {
                    "f16" => false,
                    "int8" => true,
                    var other => throw new DistillException($"{bytes.Name} {other}: expected f16 or int8."),
                },
                Output = parsed.GetRequiredValue(output),
            };
            var outcome = new FolderWork(request.Output, CommandText.Same()) { Label = "Store:" }.Do(screen, progress => VectorsJob.Run(request, progress.Context(cancellationToken)));
            screen.WriteJson(outcome);
            Screen.Say($"{outcome.Examples:N0} vectors of {outcome.Dimensions:N0} numbers, {outcome.BytesPerExample:N0} bytes each, in {outcome.Store}");
            NextSteps.OfVectors(request.Data, request.Output);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill vectors --data clinc150 --encoder model.onnx --vocabulary vocab.txt --out vectors",
            "distill vectors --data requests.txt --encoder model.onnx --vocabulary vocab.txt --numbers int8 --out vectors",
            "distill train --data requests.txt --network bag:16384,64 --vectors vectors --embedder --rate 0.01",
            "distill train --data clinc150 --network bag --vectors vectors --teacher teacher --rate 0.01");
    }
}
