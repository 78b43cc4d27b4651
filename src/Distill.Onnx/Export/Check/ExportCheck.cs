using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Onnx.Export.Check;

/// <summary>Compares an exported file in ONNX Runtime with the model that it was made from, on real examples.</summary>
internal static class ExportCheck
{
    private static readonly (string Name, GraphOptimizationLevel Level)[] Levels =
    [
        ("disabled", GraphOptimizationLevel.ORT_DISABLE_ALL),
        ("basic", GraphOptimizationLevel.ORT_ENABLE_BASIC),
        ("extended", GraphOptimizationLevel.ORT_ENABLE_EXTENDED),
        ("all", GraphOptimizationLevel.ORT_ENABLE_ALL),
    ];

    /// <summary>Runs the file at every level of optimisation, and measures its speed, in turns with the teacher's.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">What it was exported with.</param>
    /// <param name="model">The model that it was made from.</param>
    /// <param name="examples">The examples to compare on; one or more.</param>
    /// <param name="teacher">Whose speed to measure beside the student's; null for none.</param>
    /// <param name="speed">How speed is measured; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">ONNX Runtime refuses the file, or the examples do not fit the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ExportReport Run(
        byte[] file, OnnxExportOptions options, Classifier model, ExampleView examples, ITeacher? teacher = null, SpeedOptions? speed = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        Predictor.Of(model).RequireFit(examples);
        if (examples.Count == 0)
        {
            throw new DistillException($"{examples.Name} is empty; an exported file is checked on examples.");
        }

        var labels = examples.Labels();
        var expected = new LogitTable(Logits(model, examples, cancellationToken), model.Classes);
        var tables = Levels.Select(level => Logits(file, options, level.Level, examples, model.Classes, cancellationToken)).ToList();
        var accuracy = expected.Accuracy(labels);
        var checks = Levels.Zip(tables, (level, table) => new LevelCheck(
            level.Name, table.DifferenceFrom(expected), table.AgreementWith(expected), table.DifferenceFrom(tables[0]), table.Accuracy(labels))
        {
            MeanCosine = options.Vectors ? table.MeanCosine(expected) : null,
        }).ToList();
        List<string> problems = [.. checks.SelectMany(check => ExportLimits.Problems(options.Weights, accuracy, check, Math.Max(1, labels.Count(label => label >= 0))))];
        if (problems.Count > 0 && options.Strings)
        {
            problems.Add($"answers differ most on the text '{TextAt(examples, tables[^1].MostDifferentFrom(expected))}'");
        }

        var (latency, throughput) = Speed.Measure(file, options, examples, teacher, speed ?? new SpeedOptions(), cancellationToken);
        return new ExportReport(
            options.Weights,
            examples.Count,
            checks.Max(check => check.MaxLogitDifference),
            checks.Min(check => check.ArgmaxAgreement),
            file.Length,
            accuracy,
            checks[^1].Accuracy,
            latency,
            throughput,
            checks,
            problems);
    }

    private static string TextAt(ExampleView examples, int row)
    {
        const int shown = 200;
        var example = new byte[examples.Shape.Size];
        examples.CopyExamples(row, 1, example);
        var text = PaddedText.Of(example);
        return text.Length <= shown ? text : $"{text[..shown]}…";
    }

    private static LogitTable Logits(
        byte[] file, OnnxExportOptions options, GraphOptimizationLevel level, ExampleView examples, int classes, CancellationToken cancellationToken)
    {
        using var session = new StudentSession(file, options, level);
        return new LogitTable(session.Logits(examples, classes, cancellationToken), classes);
    }

    private static float[] Logits(Classifier model, ExampleView examples, CancellationToken cancellationToken)
    {
        const int batchSize = 128;
        var logits = new float[examples.Count * model.Classes];
        var training = model.training;
        model.eval();
        try
        {
            using var quiet = no_grad();
            for (var first = 0; first < examples.Count; first += batchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = examples.Read(first, Math.Min(batchSize, examples.Count - first));
                model.call(batch.Inputs).Copied<float>().CopyTo(logits, first * model.Classes);
            }
        }
        finally
        {
            model.train(training);
        }

        return logits;
    }
}
