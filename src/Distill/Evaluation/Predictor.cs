using System.Diagnostics;
using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Libtorch;
using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Evaluation;

/// <summary>
/// A model or teacher as evaluation sees it: batches in, distributions at temperature 1 out, without gradients and in
/// evaluation mode, which it leaves as it was after each batch. It owns nothing; the model lives on.
/// </summary>
public sealed class Predictor
{
    private readonly ExampleShape? input;
    private readonly Func<Batch, SoftTargets> answer;

    private Predictor(string name, int classes, ExampleShape? input, Func<Batch, SoftTargets> answer) =>
        (Name, Classes, this.input, this.answer) = (name, classes, input, answer);

    /// <summary>What to call the model in tables and messages.</summary>
    public string Name { get; }

    /// <summary>How many classes it tells apart.</summary>
    public int Classes { get; }

    /// <summary>A model.</summary>
    /// <param name="model">The model, in either precision.</param>
    /// <param name="name">What to call it; null for the description of its layers.</param>
    public static Predictor Of(Classifier model, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Predictor(name ?? model.Spec?.Description ?? "the model", model.Classes, model.Input, batch => Answer(model, batch));
    }

    /// <summary>A teacher.</summary>
    public static Predictor Of(ITeacher teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        return new Predictor(teacher.Name, teacher.Classes, null, batch => teacher.Targets(batch, 1));
    }

    /// <summary>Keeps the distributions of all examples of <paramref name="view"/>, in its order.</summary>
    /// <param name="view">The examples; labels may be missing.</param>
    /// <param name="batchSize">Examples that are in memory as tensors at a time, 1 or more.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">
    /// The view has another number of classes, the distributions do not fit into an array, one holds NaN, or only the
    /// most probable classes are given.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public Predictions Predict(
        ExampleView view, int batchSize = 512, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        if ((long)view.Count * Classes > Array.MaxLength)
        {
            throw new DistillException(
                $"The distributions of {view.Count:N0} examples over {Classes:N0} classes are too many to keep in memory "
                + $"({4.0 * view.Count * Classes / (1 << 30):N1} GiB). Evaluate the model without keeping them, or on fewer examples.");
        }

        var rows = new long[view.Count];
        var logProbabilities = new float[rows.Length * Classes];
        var done = 0;
        void Keep(Batch batch, SoftTargets targets)
        {
            AllClasses(targets).CopyTo(logProbabilities.AsSpan(done * Classes));
            batch.Rows.CopyTo(rows.AsSpan(done));
            done += batch.Size;
        }

        ForEachBatch(view, batchSize, Keep, progress, cancellationToken);
        return new Predictions(Name, Classes, logProbabilities, view.Labels(), rows);
    }

    /// <summary>The probability of the most probable class of each example of a view, in its order, as logarithms.</summary>
    internal float[] Confidences(ExampleView view, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var confidences = new List<float>(view.Count);
        void Keep(Batch batch, SoftTargets targets)
        {
            var rows = AllClasses(targets);
            for (var i = 0; i < batch.Size; i++)
            {
                var row = rows.Slice(i * Classes, Classes);
                confidences.Add(row[LogProbabilityRow.ArgMax(row)]);
            }
        }

        ForEachBatch(view, 512, Keep, progress, cancellationToken);
        return [.. confidences];
    }

    /// <summary>Answers one batch. The caller disposes the answer, and has gradients off.</summary>
    internal SoftTargets Answer(Batch batch)
    {
        var targets = answer(batch).ToCpu();
        var columns = targets.IsSparse ? targets.Support!.shape[^1] + 1 : Classes;
        if (targets.LogProbabilities.shape is not [var rows, var found] || rows != batch.Size || found != columns)
        {
            throw new ArgumentException(
                $"{Name} answered {batch.Size} examples of {Classes} classes with [{string.Join(", ", targets.LogProbabilities.shape)}].");
        }

        return targets;
    }

    /// <summary>Answers the examples of a view batch by batch, in order. The consumer keeps no tensor.</summary>
    internal void ForEachBatch(
        ExampleView view,
        int batchSize,
        Action<Batch, SoftTargets> consume,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken) =>
        ForEachBatch(view, (0, view.Count), batchSize, consume, progress, cancellationToken);

    /// <summary>The same for the examples from one position to before another.</summary>
    internal void ForEachBatch(
        ExampleView view,
        (int First, int End) range,
        int batchSize,
        Action<Batch, SoftTargets> consume,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        RequireFit(view);
        using var _ = no_grad();
        var sinceReport = Stopwatch.StartNew();
        for (var first = range.First; first < range.End; first += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = view.Read(first, Math.Min(batchSize, range.End - first));
            using var targets = Answer(batch);
            consume(batch, targets);
            if (first + batch.Size == range.End || sinceReport.ElapsedMilliseconds >= 100)
            {
                progress?.Report(new WorkProgress($"evaluating {Name}", first + batch.Size - range.First, range.End - range.First, "examples"));
                sinceReport.Restart();
            }
        }
    }

    /// <summary>[batch, classes] log-probabilities, for as long as the enclosing dispose scope lives.</summary>
    /// <exception cref="DistillException">Only the most probable classes are given.</exception>
    internal ReadOnlySpan<float> AllClasses(SoftTargets targets) => targets.IsSparse
        ? throw new DistillException(
            $"{Name} gives only its most probable classes and one number for the rest, but a distribution over all {Classes:N0} "
            + "is needed here. Use the teacher itself, or targets stored for all classes.")
        : Values<float>(targets.LogProbabilities);

    /// <summary>Throws unless the view has the model's classes, or none, and the shape of its inputs.</summary>
    /// <exception cref="DistillException">It has not.</exception>
    internal void RequireFit(ExampleView view)
    {
        if (view.ClassNames.Count > 0)
        {
            SameClasses.Require(Name, Classes, view.Name, view.ClassNames.Count);
        }

        if (input is not null && input != view.Shape)
        {
            throw new DistillException(
                $"{Name} takes examples of {input}, but those of {view.Name} are {view.Shape}. "
                + "Give data of the model's shape, or resize the images.");
        }
    }

    /// <summary>A tensor's numbers, for as long as the enclosing dispose scope lives.</summary>
    internal static ReadOnlySpan<T> Values<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.cpu().contiguous().bytes);

    private static SoftTargets Answer(Classifier model, Batch batch)
    {
        var training = model.training;
        if (training)
        {
            model.eval();
        }

        try
        {
            using var logits = model.call(batch.Inputs);
            return new SoftTargets(logits.log_softmax(-1), 1);
        }
        finally
        {
            if (training)
            {
                model.train();
            }
        }
    }
}
