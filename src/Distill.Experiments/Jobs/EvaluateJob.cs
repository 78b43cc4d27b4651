using Distill.Data;
using Distill.Evaluation;
using Distill.Experiments.Comparisons;
using Distill.Images;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;

namespace Distill.Experiments.Jobs;

/// <summary>Measures models on the test part of a data set.</summary>
public static class EvaluateJob
{
    private const int TopK = 5;

    /// <summary>Measures a model, against a teacher and against another model where they are given.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="data">A catalogue name or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="teacher">The teacher's files, for agreement and divergence; may be empty.</param>
    /// <param name="against">Another model's file, for a paired test; or null.</param>
    /// <param name="progress">Told of the work.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DistillException">A file is no model, or does not fit the data.</exception>
    public static EvaluateOutcome Run(
        string model, string data, DataOptions reading, IReadOnlyList<string> teacher, string? against, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        var test = DataSets.Open(data, reading, progress, cancellation).Test;
        using var opened = new ModelTeacher(ModelFile.Load(model), name: Path.GetFileName(model));
        using var guide = teacher.Count > 0 ? ComparisonTeacher.Open(teacher, EnsembleMean.Arithmetic, test.ClassNames) : null;
        var predictor = Predictor.Of(opened);
        var evaluation = Evaluator.Evaluate(predictor, test, Options(test), guide is null ? null : Predictor.Of(guide), progress, cancellation);
        var speed = SpeedMeasurement.Of([predictor], test, cancellation: cancellation)[0].Throughput;
        using var loaded = ModelFile.Load(model);
        return new EvaluateOutcome(
            Summary(loaded.Spec!, loaded.ParameterCount, evaluation, test, speed),
            against is null ? null : Compare(evaluation, model, against, test, progress, cancellation));
    }

    /// <summary>The figures that evaluation.json keeps.</summary>
    internal static EvaluationSummary Summary(ModelSpec spec, long parameters, ModelEvaluation evaluation, ExampleView test, Throughput? speed)
    {
        var topK = evaluation.Metrics.TopK.Select(top => (int?)top.K).LastOrDefault(k => k > 1);
        return new EvaluationSummary(
            test.Name, test.Count, spec.Description, evaluation.ToTestScores(topK), topK, parameters, spec.MultiplyAdds, speed, evaluation.Metrics.Reliability);
    }

    private static PairedTest Compare(
        ModelEvaluation first, string firstFile, string secondFile, ExampleView test, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var other = new ModelTeacher(ModelFile.Load(secondFile), name: Path.GetFileName(secondFile));
        var second = Evaluator.Evaluate(Predictor.Of(other), test, Options(test), null, progress, cancellation);
        return ModelComparison.Between([first.Scores!], [second.Scores!]).ToPairedTest(firstFile, secondFile);
    }

    private static EvaluationOptions Options(ExampleView test) =>
        new() { Metrics = new MetricOptions { TopK = test.ClassNames.Count > TopK ? [1, TopK] : [1] } };
}
