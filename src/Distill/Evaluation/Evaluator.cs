using Distill.Data;
using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>Measures models on views of any size: one batch of distributions is in memory at a time.</summary>
public static class Evaluator
{
    /// <summary>Measures <paramref name="model"/> on <paramref name="view"/>, every example of which needs a label.</summary>
    /// <param name="model">The model; it must give every class.</param>
    /// <param name="view">The examples.</param>
    /// <param name="options">What to measure; null for the defaults.</param>
    /// <param name="teacher">A teacher to compare it with on the same batches; null for none.</param>
    /// <param name="batchSize">Examples that are in memory at a time, 1 or more. It changes no result beyond the rounding of the model itself.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">
    /// The view is empty, has another number of classes or lacks a label; the model or the teacher answers NaN; or the
    /// model gives only its most probable classes.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static ModelEvaluation Evaluate(
        Predictor model,
        ExampleView view,
        MetricOptions? options = null,
        Predictor? teacher = null,
        int batchSize = 512,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(view);
        if (teacher is not null)
        {
            SameClasses.Require(model.Name, model.Classes, teacher.Name, teacher.Classes);
        }

        var metrics = new MetricAccumulator(model.Classes, options ?? new MetricOptions());
        var agreement = new AgreementAccumulator(model.Classes);
        void Measure(Batch batch, SoftTargets targets)
        {
            var student = model.AllClasses(targets);
            metrics.Add(student, Predictor.Values<long>(batch.Labels), batch.Rows);
            if (teacher is not null)
            {
                using var answer = teacher.Answer(batch);
                Compare(agreement, answer, student, batch.Rows);
            }
        }

        model.ForEachBatch(view, batchSize, Measure, progress, cancellationToken);
        return new ModelEvaluation(model.Name, metrics.Result(), teacher is null ? null : agreement.Result(), metrics.Scores());
    }

    /// <summary>Compares <paramref name="model"/> with <paramref name="teacher"/> on examples that need no labels.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public static TeacherAgreement Compare(
        Predictor model,
        Predictor teacher,
        ExampleView view,
        int batchSize = 512,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(view);
        SameClasses.Require(model.Name, model.Classes, teacher.Name, teacher.Classes);
        var agreement = new AgreementAccumulator(model.Classes);
        void Measure(Batch batch, SoftTargets targets)
        {
            using var answer = teacher.Answer(batch);
            Compare(agreement, answer, model.AllClasses(targets), batch.Rows);
        }

        model.ForEachBatch(view, batchSize, Measure, progress, cancellationToken);
        return agreement.Result();
    }

    private static void Compare(
        AgreementAccumulator agreement, SoftTargets teacher, ReadOnlySpan<float> student, ReadOnlySpan<long> rows)
    {
        var logProbabilities = Predictor.Values<float>(teacher.LogProbabilities);
        if (teacher.Support is { } support)
        {
            agreement.AddSparse(logProbabilities, Predictor.Values<long>(support), student, rows);
        }
        else
        {
            agreement.Add(logProbabilities, student, rows);
        }
    }
}
