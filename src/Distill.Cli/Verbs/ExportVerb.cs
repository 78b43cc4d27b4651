using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Export;
using Distill.Onnx.Export;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Writes a model as ONNX and checks the file.</summary>
internal static class ExportVerb
{
    private const string CalibratedTemperature = "calibrated";

    private static readonly Dictionary<string, PixelRange> Ranges = new(StringComparer.Ordinal) { ["0..255"] = PixelRange.Byte, ["0..1"] = PixelRange.Unit };
    private static readonly Dictionary<string, InputType> Inputs = new(StringComparer.Ordinal) { ["f32"] = InputType.F32, ["u8"] = InputType.U8 };
    private static readonly Dictionary<string, WeightFormat> Formats = new(StringComparer.Ordinal)
    {
        ["f32"] = WeightFormat.F32,
        ["f16"] = WeightFormat.F16,
        ["int8"] = WeightFormat.Int8,
        ["int4"] = WeightFormat.Int4,
    };

    private static readonly Dictionary<string, bool> Clippings = new(StringComparer.Ordinal)
    {
        ["min-max"] = false,
        ["least-squares"] = true,
    };

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "The model, a .safetensors file." };
        var output = new Option<string>("--out") { Description = "The file to write.", HelpName = "FILE.onnx", Required = true };
        var data = new Option<string?>("--data") { Description = "The data to check on (default: those that the model was trained on).", HelpName = "NAME|PATH" };
        var reading = new ReadingOptions();
        var foreign = new ForeignOptions();
        var teacher = TeacherOptions.Files(required: false);
        var mean = TeacherOptions.Mean();
        var range = new Option<string>("--range") { Description = "What the application feeds for black and white: 0..255 or 0..1.", HelpName = "RANGE", DefaultValueFactory = _ => "0..255" };
        var input = new Option<string>("--input") { Description = "The type that it feeds: f32 or u8.", HelpName = "TYPE", DefaultValueFactory = _ => "f32" };
        var strings = new Option<bool>("--strings") { Description = "Take texts as strings, by operators of ONNX Runtime Extensions, and not as bytes or pieces of words." };
        var softmax = new Option<bool>("--softmax") { Description = "Add an output 'probabilities' beside 'logits'." };
        var temperature = new Option<string>("--temperature")
        {
            Description = "T of the probabilities: a number, or 'calibrated' on the examples that training held out.",
            HelpName = "T|calibrated",
            DefaultValueFactory = _ => "1",
        };
        var weights = new Option<string>("--weights") { Description = "How weights are kept: f32, f16, int8 or int4.", HelpName = "FORMAT", DefaultValueFactory = _ => "f32" };
        var clipping = new Option<string>("--clipping") { Description = "How int8 chooses the ranges of values: min-max or least-squares.", HelpName = "KIND", DefaultValueFactory = _ => "min-max" };
        var tune = new Option<double>("--tune") { Description = "Epochs that int8 or int4 are trained on as integers, by soft targets of --teacher, or of the model itself (default: 0, rounded as it is).", HelpName = "EPOCHS" };
        var tuneRate = new Option<double>("--tune-rate") { Description = "The learning rate of these epochs.", HelpName = "RATE", DefaultValueFactory = _ => new ExportRequest { Model = "", Out = "" }.TuningRate };
        var examples = new Option<int>("--examples") { Description = "Test examples to check on.", HelpName = "N", DefaultValueFactory = _ => new ExportRequest { Model = "", Out = "" }.Examples };
        var calibration = new Option<int>("--calibration") { Description = "Training examples that choose the ranges of int8.", HelpName = "N", DefaultValueFactory = _ => new ExportRequest { Model = "", Out = "" }.Calibration };
        var command = new Command("export", "Write a model as ONNX, checked in ONNX Runtime against the original.")
        {
            model, output, data, teacher, mean, range, input, strings, softmax, temperature, weights, clipping, tune, tuneRate, examples, calibration,
        };
        foreign.AddTo(command);
        reading.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            RefuseUnread(parsed);
            var typed = parsed.GetRequiredValue(temperature);
            var request = new ExportRequest
            {
                Model = parsed.GetRequiredValue(model),
                Out = parsed.GetRequiredValue(output),
                Data = parsed.GetValue(data),
                Reading = reading.Parse(parsed),
                Teacher = parsed.GetValue(teacher) ?? [],
                TeacherOptions = foreign.Parse(parsed),
                Mean = TeacherOptions.Parse(parsed.GetRequiredValue(mean)),
                CalibrateTemperature = typed == CalibratedTemperature,
                Examples = parsed.GetRequiredValue(examples),
                Calibration = parsed.GetRequiredValue(calibration),
                TuningEpochs = parsed.GetValue(tune),
                TuningRate = parsed.GetRequiredValue(tuneRate),
                Options = new OnnxExportOptions
                {
                    Range = Choose(parsed, range, Ranges),
                    Input = Choose(parsed, input, Inputs),
                    Strings = parsed.GetValue(strings),
                    Weights = Choose(parsed, weights, Formats),
                    ClipsValues = Choose(parsed, clipping, Clippings),
                    Probabilities = parsed.GetValue(softmax),
                    Temperature = typed == CalibratedTemperature ? 1 : Temperature(typed),
                },
            };
            ExportOutcome outcome;
            using (var progress = screen.Progress())
            {
                outcome = ExportJob.Run(request, progress.Context(cancellationToken));
            }

            screen.WriteJson(outcome);
            screen.WriteTable([outcome.Model, outcome.Dataset], Rows(outcome));
            foreach (var problem in outcome.Problems)
            {
                Screen.Say($"distill: {problem}.");
            }

            Screen.Say(outcome.File ?? $"distill: no file was written to {request.Out}.");
            if (outcome.Card is { } card)
            {
                Screen.Say($"Card: {card}");
            }

            if (outcome.Vocabulary is { } vocabulary)
            {
                Screen.Say($"It takes pieces of words and not texts: cut them by WordPiece with {vocabulary}, as the card says.");
            }

            if (outcome.File is not null && request.Options.Strings)
            {
                Screen.Say("It takes texts as strings: the application registers ONNX Runtime Extensions, as the card shows.");
            }

            return outcome.File is null ? ExitCode.Failed : ExitCode.Done;

            void RefuseUnread(ParseResult given)
            {
                if (given.GetValue(teacher) is not { Length: > 0 })
                {
                    given.Refuse("without --teacher", [mean, .. foreign.All]);
                }

                if (given.GetValue(data) is null)
                {
                    given.Refuse("without --data: the model's own data are read as its training did", reading.All);
                }

                if (given.GetValue(strings))
                {
                    given.Refuse("with --strings", range, input);
                }

                if (given.GetValue(weights) != "int8")
                {
                    given.Refuse("without --weights int8", clipping, calibration);
                }

                if (given.GetValue(weights) is not ("int8" or "int4"))
                {
                    given.Refuse("without --weights int8 or int4", tune);
                }

                if (given.GetValue(tune) == 0)
                {
                    given.Refuse("without --tune", tuneRate);
                }
            }
        });
        return command.WithExamples(
            "distill export student.safetensors --out student.onnx",
            "distill export student.safetensors --out student.onnx --weights int8 --teacher teacher.safetensors",
            "distill export student.safetensors --out student.onnx --weights int8 --tune 3",
            "distill export student.safetensors --out student.onnx --input u8 --softmax --temperature calibrated",
            "distill export student.safetensors --out student.onnx --strings --softmax",
            "distill export student.safetensors --out student.onnx --data photos/ --resize 32 --range 0..1");
    }

    private static T Choose<T>(ParseResult parsed, Option<string> option, Dictionary<string, T> known)
    {
        var typed = parsed.GetRequiredValue(option);
        return known.TryGetValue(typed, out var value)
            ? value
            : throw new DistillException($"{option.Name} {typed}: expected {string.Join(" or ", known.Keys)}.{NearMiss.Question(typed, known.Keys)}");
    }

    private static double Temperature(string typed) => WrittenNumber.TryDouble(typed, out var number) ? number
        : throw new DistillException(typed.Any(char.IsAsciiDigit)
            ? $"--temperature: {WrittenNumber.Problem(typed, whole: false)}."
            : $"--temperature {typed}: expected a number or '{CalibratedTemperature}'.{NearMiss.Question(typed, [CalibratedTemperature])}");

    private static IEnumerable<IReadOnlyList<string>> Rows(ExportOutcome outcome)
    {
        yield return ["examples", $"{outcome.Examples:N0}"];
        yield return [outcome.MeanCosine is null ? "largest difference of a logit" : "largest difference of a number", outcome.MaxLogitDifference.ToString("0.0e0", CultureInfo.InvariantCulture)];
        yield return outcome.MeanCosine is { } cosine
            ? ["mean cosine to the model's vectors", cosine.ToString("0.00000", CultureInfo.InvariantCulture)]
            : ["same class as the model", Percent(outcome.ArgmaxAgreement)];
        if (outcome is { ModelAccuracy: { } before, Accuracy: { } after })
        {
            yield return ["accuracy of the model", Percent(before)];
            yield return ["accuracy of the file", Percent(after)];
        }

        if (outcome.TunedEpochs is { } epochs)
        {
            yield return ["trained as integers", string.Create(CultureInfo.InvariantCulture, $"{epochs} epochs")];
        }

        yield return ["bytes", $"{outcome.Bytes:N0}"];
        if (outcome.Calibrated is { } fit)
        {
            yield return ["temperature", outcome.Temperature.ToString("0.000", CultureInfo.InvariantCulture)];
            yield return ["held-out NLL at T = 1, at T", string.Create(CultureInfo.InvariantCulture, $"{fit.NllBefore:0.0000}, {fit.Nll:0.0000}")];
        }

        yield return ["one example", Milliseconds(outcome.LatencyMs.Student)];
        yield return ["speed", ProgressLine.Rate(outcome.Throughput.Student, "examples")];
        if (outcome is { LatencyMs.Teacher: { } latency, Throughput.Teacher: { } throughput })
        {
            yield return ["one example, teacher", Milliseconds(latency)];
            yield return ["speed, teacher", ProgressLine.Rate(throughput, "examples")];
        }
    }

    private static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) => value.ToString("0.000 ms", CultureInfo.InvariantCulture);
}
