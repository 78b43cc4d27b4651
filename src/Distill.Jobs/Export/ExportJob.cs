using Distill.Data;
using Distill.Evaluation;
using Distill.Files;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Export;

/// <summary>Writes a model as ONNX, checks the file on examples of the test set, and puts a card beside it.</summary>
public static class ExportJob
{
    // Fixed, so that the same request gives the same file.
    private const long Seed = 1;

    /// <summary>Exports a model.</summary>
    /// <param name="request">What to export.</param>
    /// <param name="context">Told of the work; its token stops it.</param>
    /// <exception cref="DistillException">A file is no model, options are out of range, or the data do not fit.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; no file was written.</exception>
    public static ExportOutcome Run(ExportRequest request, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Model = ModelPath.Of(request.Model) };
        ThrowIfNotWritable(request);
        using var model = ModelFile.LoadAny(request.Model);
        var embeds = model.Spec!.GivesVectors;
        ProblemList.ThrowIfAny($"{request.Model} cannot be exported so", [.. request.Problems(), .. request.Options.For(model).Problems(model.Input)]);
        if (embeds && (request.CalibrateTemperature || request.Tuning is not null))
        {
            throw new DistillException($"{request.Model} is an embedder, whose vectors have no temperature and no soft targets; leave {(request.CalibrateTemperature ? "--temperature" : "--tune")} out.");
        }

        var origin = ModelOrigin.Read(request.Model);
        var (data, reading) = origin.Data(request.Data, request.Reading);
        var opened = DataSets.Read(data, reading, context with { Say = null }, classes: () => embeds ? [] : model.ClassNames);
        var train = opened.Train.Examples;
        // The two formats are compared with each other, which needs no label.
        var test = opened.Test?.Examples ?? train;
        var classes = embeds ? null : MappedTeacher.Match(request.Model, model.ClassNames, test.ClassNames);
        var learned = InClassesOf(model, origin.Split(train)?.Examples ?? train, classes);
        var examples = InClassesOf(model, TrainingSplit.AtMost(test, request.Examples, Seed), classes);
        using var own = request.Teacher.Count > 0 ? new TeacherFiles(request.Teacher, request.Mean, request.TeacherOptions).Open(request.Tuning is null ? test : learned) : null;
        var teacher = request.Opened ?? own;
        var options = request.Options.For(test) with { Facts = origin.Facts };
        var calibration = options.Weights is WeightFormat.Int8 or WeightFormat.Int4 ? TrainingSplit.AtMost(learned, request.Calibration, Seed) : null;
        using var tuned = request.Tuning?.Run(model, options, learned, calibration!, origin.Recipe?.Training.Augmentation, teacher, IntegerTraining.Checkpoints(request.Out), context);
        var calibrated = request.CalibrateTemperature ? Calibrate(tuned ?? model, classes!, request.Model, origin, train, context) : null;
        options = options with
        {
            Temperature = calibrated?.Temperature ?? options.Temperature,
            Facts = request.Tuning is { } tuning ? tuning.AddTo(options.Facts, learned, teacher) : options.Facts,
        };
        context.Progress?.Report(new WorkProgress($"checking {Path.GetFileName(request.Out)}", 0, examples.Count, "examples"));
        var report = OnnxExporter.SaveLearned(request.Out, tuned ?? model, model, options, examples, calibration, teacher, context.CancellationToken);
        context.Progress?.Report(new WorkProgress($"checking {Path.GetFileName(request.Out)}", examples.Count, examples.Count, "examples"));
        if (tuned is not null)
        {
            Directory.Delete(IntegerTraining.Checkpoints(request.Out), recursive: true);
        }

        var outcome = Outcome(report, request, model.Spec!, options, examples, calibrated);
        return outcome.File is null ? outcome : outcome with { Card = ModelCard.Write(outcome, model, origin, options) };
    }

    private static ExampleView InClassesOf(Classifier model, ExampleView examples, ClassMap? classes) =>
        classes is null ? UnclassedSource.View(examples) : ReclassedSource.View(examples, model.ClassNames, classes);

    private static void ThrowIfNotWritable(ExportRequest request)
    {
        if (FileLook.At(request.Model).Format == ModelFormat.Onnx)
        {
            throw new DistillException($"{request.Model} is already ONNX; give the model of this toolkit (.safetensors) that it was made from.");
        }

        if (Path.GetFullPath(request.Model) == Path.GetFullPath(request.Out))
        {
            throw new DistillException($"{request.Out} is the model itself; write the ONNX file to another name.");
        }

        OutputPath.RequireFile(request.Out);
    }

    private static TemperatureCalibration Calibrate(
        Classifier model, ClassMap classes, string path, ModelOrigin origin, ExampleView train, JobContext context)
    {
        var heldOut = origin.Split(train)?.HeldOut ?? throw new DistillException(
            $"{path} does not say which examples of {train.Name} its training held out, so no temperature can be calibrated on them. "
            + "Give the data that it was trained on with --data, or a number with --temperature.");
        return TemperatureCalibration.Fit(Predictor.Of(model).Predict(ReclassedSource.View(heldOut, model.ClassNames, classes), progress: context.Progress, cancellationToken: context.CancellationToken));
    }

    private static ExportOutcome Outcome(
        ExportReport report, ExportRequest request, ModelSpec spec, OnnxExportOptions options, ExampleView examples, TemperatureCalibration? calibrated) => new(
        report.Problems.Count == 0 ? Path.GetFullPath(request.Out) : null,
        spec.Description,
        examples.Name,
        report.Weights,
        options.Temperature,
        calibrated,
        report.Examples,
        report.MaxLogitDifference,
        report.ArgmaxAgreement,
        report.Bytes,
        report.ModelAccuracy,
        report.Accuracy,
        report.LatencyMs,
        report.Throughput,
        report.Levels,
        report.Problems)
        {
            TunedEpochs = request.Tuning?.Epochs,
            Vocabulary = report.Problems.Count == 0 && !options.Strings && spec.Network is IPieceNetwork ? Path.GetFullPath(OnnxExporter.VocabularyBeside(request.Out)) : null,
        };
}
