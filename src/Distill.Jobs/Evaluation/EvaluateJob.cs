using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Speech.Recordings;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Evaluation;

/// <summary>Measures models on the test part of a data set.</summary>
public static class EvaluateJob
{
    private const int TopK = 5;

    /// <summary>Measures a model, against a teacher and against another model where they are given.</summary>
    /// <param name="model">The model's file, of this toolkit or another.</param>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="teacher">
    /// The teacher's files, for agreement and divergence, which may be none; its options serve every model of another toolkit.
    /// </param>
    /// <param name="against">Another model's file, for a paired test; or null.</param>
    /// <param name="context">Told what was found in a model of another toolkit, and whether the model is worse than guessing; its token stops it.</param>
    /// <param name="outside">Data of no class, names of sets or paths, from which the confidence should tell the test examples; null for none.</param>
    /// <exception cref="DistillException">A file is no model, or does not fit the data.</exception>
    public static EvaluateOutcome Run(
        string model, string data, DataOptions reading, TeacherFiles teacher, string? against,
        JobContext context, IReadOnlyList<string>? outside = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        UnlabelledExamples.Require(outside ?? [], reading);
        string[] files = [model, .. teacher.Files, .. against is null ? [] : new[] { against }];
        var mapIsForOwn = files.All(OpenedTeacher.IsOwn);
        if (mapIsForOwn)
        {
            teacher.RefuseOptions(files);
        }

        var classNames = OpenedTeacher.IsModelFile(model) ? OpenedTeacher.ClassNames(model) : null;
        ThrowIfUnlabelled(data, classNames);
        var test = (DataSets.Read(data, reading, context, words: classNames).Test ?? throw Unlabelled(data, "has no labels")).Examples;
        var opened = OpenedTeacher.At(model, test, teacher.Options, mapIsForOwn);
        using var measured = opened.Teacher;
        TeacherTrial.Of(opened, test, context.Say);
        using var guide = teacher.Files.Count == 0 ? null : Guide(teacher, mapIsForOwn, test, context.Say);
        var noClass = UnlabelledExamples.Outside(test, outside ?? [], reading, context);
        var predictor = Predictor.Of(measured);
        var evaluation = Evaluator.Evaluate(predictor, test, Options(test), guide is null ? null : Predictor.Of(guide), progress: context.Progress, cancellationToken: context.CancellationToken);
        if (Guessing.Warning(evaluation.Metrics.Nll, test.ClassNames.Count) is { } warning)
        {
            context.Say?.Invoke(warning);
        }

        var speed = SpeedMeasurement.Of([predictor], test, cancellationToken: context.CancellationToken)[0].Throughput;
        var summary = Summary(opened.Description, opened.Parameters, opened.MultiplyAdds, evaluation, test, speed);
        if (noClass is not null)
        {
            float[] Sure(ExampleView view) => predictor.Confidences(view, context.Progress, context.CancellationToken);
            summary = summary with { Test = summary.Test with { OutsideAuroc = RocArea.Of(Sure(test), Sure(noClass)) } };
        }

        return new EvaluateOutcome(
            summary,
            against is null ? null : Compare(evaluation, Other(against, test, teacher.Options, mapIsForOwn, context.Say), test, context));
    }

    /// <summary>The figures that evaluation.json keeps.</summary>
    internal static EvaluationSummary Summary(
        string description, long? parameters, long? multiplyAdds, ModelEvaluation evaluation, ExampleView test, Throughput? speed)
    {
        var topK = evaluation.Metrics.TopK.Select(top => (int?)top.K).LastOrDefault(k => k > 1);
        return new EvaluationSummary(
            test.Name, test.Count, description, evaluation.ToTestScores(topK), topK, parameters, multiplyAdds, speed, evaluation.Metrics.Reliability);
    }

    // Known before anything is decoded: one file, or recordings in folders that are none of the model's words.
    private static void ThrowIfUnlabelled(string data, IReadOnlyList<string>? classNames)
    {
        if (File.Exists(data) && (RecordingSet.IsRecording(data) || ImageInput.IsImage(data)))
        {
            throw Unlabelled(data, "is one file");
        }

        if (classNames is not null && !DataSets.Knows(data) && RecordingSet.IsAt(data)
            && RecordingSet.OpenClips(data) is var set
            && set.Recordings.All(recording => recording.Part is null && !classNames.Contains(set.Words[recording.Word])))
        {
            throw Unlabelled(data, "has no folder that is named like a class of the model");
        }
    }

    private static DistillException Unlabelled(string data, string why)
    {
        var ask = Verbs.Predict;
        return new DistillException($"{data} {why}, so that nothing measures a model by it. Ask the model about it with {ask}, or give data with labels.", ask);
    }

    // Options that are for the model alone are nothing to its teacher.
    private static ITeacher Guide(TeacherFiles teacher, bool mapIsForOwn, ExampleView test, Action<string>? say)
    {
        var isOwn = teacher.Files.All(OpenedTeacher.IsOwn);
        var needsMap = mapIsForOwn || teacher.Files.Any(file => OpenedTeacher.ClassNames(file) is { } names && !MappedTeacher.Fits(names, test.ClassNames));
        return (isOwn ? teacher with { Options = new() { ClassMap = needsMap ? teacher.Options.ClassMap : null } } : teacher).Open(test, say);
    }

    private static ITeacher Other(string file, ExampleView test, ForeignTeacherOptions options, bool mapIsForOwn, Action<string>? say)
    {
        var other = OpenedTeacher.At(file, test, options, mapIsForOwn);
        try
        {
            TeacherTrial.Of(other, test, say);
            return other.Teacher;
        }
        catch
        {
            other.Teacher.Dispose();
            throw;
        }
    }

    private static ModelComparison Compare(ModelEvaluation first, ITeacher second, ExampleView test, JobContext context)
    {
        using var other = second;
        var scores = Evaluator.Evaluate(Predictor.Of(other), test, Options(test), progress: context.Progress, cancellationToken: context.CancellationToken);
        return ModelComparison.Between([first.Scores!], [scores.Scores!]);
    }

    private static MetricOptions Options(ExampleView test) => new() { TopK = test.ClassNames.Count > TopK ? [1, TopK] : [1] };
}
