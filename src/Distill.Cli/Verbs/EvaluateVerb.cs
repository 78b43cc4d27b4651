using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Teachers;
using Distill.Teachers;

namespace Distill.Cli.Verbs;

/// <summary>Measures a model on the test part of a data set.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "The model's file, of this toolkit, ONNX or TorchScript." };
        var data = new Option<string>("--data") { Description = "A name from 'distill data list', or a path.", HelpName = "NAME|PATH", Required = true };
        var reading = new ReadingOptions();
        var foreign = new ForeignOptions();
        var teacher = TeacherOptions.Files(required: false);
        var against = new Option<string?>("--against") { Description = "Another model, compared on the same examples with a paired test.", HelpName = "MODEL" };
        var outside = new Option<string[]>("--outside")
        {
            HelpName = "DATA",
            Description = "Data of no class: how well does the confidence tell the test examples from them?",
            AllowMultipleArgumentsPerToken = true,
            Validators = { ParseErrors.RefuseOptions },
        };
        var command = new Command("evaluate", "Measure a model: errors, calibration, cost, agreement with a teacher.") { model, data, teacher, against, outside };
        foreign.AddTo(command);
        reading.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var guide = new TeacherFiles(parsed.GetValue(teacher) ?? [], EnsembleMean.Arithmetic, foreign.Parse(parsed));
            var (file, examples, options, other) = (parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), reading.Parse(parsed), parsed.GetValue(against));
            EvaluateOutcome measured;
            using (var progress = screen.Progress())
            {
                measured = EvaluateJob.Run(file, examples, options, guide, other, progress.Context(cancellationToken), parsed.GetValue(outside));
            }

            screen.WriteJson(new { measured.Model, Against = measured.Against?.ToPairedTest(file, other!) });
            screen.WriteTable([measured.Model.Model, measured.Model.Dataset], Rows(measured));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill evaluate student.safetensors --data mnist",
            "distill evaluate resnet50.onnx --data photos/ --teacher-size 224 --teacher-mean imagenet --class-map map.json",
            "distill evaluate intents.safetensors --data clinc150 --outside small-talk.txt",
            "distill evaluate student.safetensors --data mnist --teacher teacher.safetensors --against other.safetensors");
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(EvaluateOutcome outcome)
    {
        var (model, test) = (outcome.Model, outcome.Model.Test);
        yield return ["errors", string.Create(CultureInfo.InvariantCulture, $"{test.Errors:N0} of {model.Examples:N0} ({(double)test.Errors / model.Examples:0.00 %})")];
        if (test.TopKAccuracy is { } topK)
        {
            yield return [$"top-{model.TopK} accuracy", Percent(topK)];
        }

        yield return ["NLL", test.Nll.ToString("0.0000", CultureInfo.InvariantCulture)];
        yield return ["Brier score", test.Brier.ToString("0.0000", CultureInfo.InvariantCulture)];
        yield return ["calibration error", Percent(test.Ece)];
        if (test.OutsideAuroc is { } auroc)
        {
            yield return ["AUROC against examples of no class", auroc.ToString("0.0000", CultureInfo.InvariantCulture)];
        }

        if (test is { Agreement: { } agreement, KlToTeacher: { } divergence })
        {
            yield return ["agrees with the teacher", Percent(agreement)];
            yield return ["KL(teacher ‖ model)", divergence.ToString("0.0000", CultureInfo.InvariantCulture)];
        }

        if (model.Parameters is { } parameters)
        {
            yield return ["parameters", $"{parameters:N0}"];
        }

        if (model.MultiplyAdds is { } products)
        {
            yield return ["multiply-adds", $"{products:N0}"];
        }

        if (model.Throughput is { } speed)
        {
            yield return ["speed", ProgressLine.Rate(speed.ExamplesPerSecond, "examples")];
            yield return ["one example", string.Create(CultureInfo.InvariantCulture, $"{speed.MillisecondsForOne:0.000} ms")];
        }

        if (outcome.Against is { PerSeed: [var paired] })
        {
            yield return ["wrong here, right there", $"{paired.OnlyFirstWrong:N0}"];
            yield return ["right here, wrong there", $"{paired.OnlySecondWrong:N0}"];
            yield return ["McNemar's p", paired.PValue.ToString("g3", CultureInfo.InvariantCulture)];
        }
    }

    private static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);
}
