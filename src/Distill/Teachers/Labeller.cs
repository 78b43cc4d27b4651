using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers.Answers;

namespace Distill.Teachers;

/// <summary>
/// Stores a teacher's soft targets for every example of a view. Killed at any moment and started again with the same
/// arguments, it resumes after the last whole file and ends with the same bytes as if it had never stopped: batches are
/// counted from the start of each file, so what the teacher sees at once does not depend on where the labelling began.
/// </summary>
public static class Labeller
{
    /// <summary>What a store of these targets will hold, before anything is computed or written.</summary>
    /// <exception cref="DistillException">The options are out of range or ask for what the teacher cannot give; all in one message.</exception>
    internal static StorePlan Plan(ExampleView view, ITeacher teacher, TargetStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(options);
        return LabelPlan.Of(view, teacher, options);
    }

    /// <summary>Labels what is not yet labelled, and completes the store.</summary>
    /// <param name="path">A folder that does not exist, is empty, or holds a store of the same targets, whole or in part.</param>
    /// <param name="view">The examples, as they are, without augmentation.</param>
    /// <param name="teacher">Who labels; not disposed.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="progress">How many examples have targets.</param>
    /// <param name="cancellationToken">Stops between two batches; whole files stay, and the next call resumes after them.</param>
    /// <exception cref="DistillException">The options do not fit the teacher, or the folder holds something else; see
    /// <see cref="SoftTargetStoreWriter"/>.</exception>
    /// <exception cref="OperationCanceledException">The labelling was stopped.</exception>
    public static void Label(
        string path,
        ExampleView view,
        ITeacher teacher,
        TargetStoreOptions options,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var writer = new SoftTargetStoreWriter(path, Plan(view, teacher, options));
        Fill(writer, view, batch => Append(writer, batch, teacher), progress, cancellationToken);
        writer.Complete();
    }

    /// <summary>
    /// Stores a teacher's vectors of every example of a view, in the files of soft targets: killed at any moment and called again with the same
    /// arguments, it resumes after the last whole file. <see cref="StoredTeacher.OpenVectors"/> reads them.
    /// </summary>
    /// <param name="path">A folder that does not exist, is empty, or holds a store of the same vectors, whole or in part.</param>
    /// <param name="view">The examples, as they are, without augmentation.</param>
    /// <param name="teacher">Whose vectors; not disposed.</param>
    /// <param name="asBytes">A byte for each number and a scale for each vector; false, the default, for f16.</param>
    /// <param name="progress">How many examples have vectors.</param>
    /// <param name="cancellationToken">Stops between two batches; whole files stay.</param>
    /// <exception cref="DistillException">A vector has numbers that are not finite, or the folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void StoreVectors(
        string path, ExampleView view, IVectorTeacher teacher, bool asBytes = false,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(teacher);
        using var writer = new SoftTargetStoreWriter(path, LabelPlan.Of(view, teacher, asBytes));
        Fill(writer, view, AppendVectors, progress, cancellationToken);
        writer.Complete();

        void AppendVectors(Batch batch)
        {
            using var vectors = teacher.Vectors(batch);
            writer.AppendVectors(batch.Rows, vectors);
        }
    }

    /// <summary>
    /// Labels one part of the files of a store, beside processes that label others. The store is whole once
    /// <see cref="StoreMerge.Finish"/> has checked all parts, and then has the same bytes as that of one process.
    /// </summary>
    /// <inheritdoc cref="Label"/>
    /// <param name="path">As there.</param>
    /// <param name="view">As there.</param>
    /// <param name="teacher">As there.</param>
    /// <param name="options">As there, and the same for every part.</param>
    /// <param name="part">Which part.</param>
    /// <param name="progress">As there.</param>
    /// <param name="cancellationToken">As there.</param>
    /// <returns>What the store will hold, and how many of its examples are in this part.</returns>
    internal static (StorePlan Plan, int Examples) LabelPart(
        string path, ExampleView view, ITeacher teacher, TargetStoreOptions options, WorkPart part,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var writer = new SoftTargetStoreWriter(path, Plan(view, teacher, options), part, cancellationToken);
        Fill(writer, view, batch => Append(writer, batch, teacher), progress, cancellationToken);
        return (writer.Plan, writer.Examples);
    }

    private static void Fill(
        SoftTargetStoreWriter writer, ExampleView view, Action<Batch> append, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var plan = writer.Plan;
        var paced = new PacedProgress(progress);
        while (writer.Position < plan.Examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var batch = view.Read(writer.Position, Math.Min(plan.BatchSize, writer.RoomInShard));
            append(batch);
            paced.Report(new WorkProgress(plan.HasVectors ? "storing vectors" : "labelling", writer.ExamplesDone, writer.Examples, "examples"));
        }
    }

    private static void Append(SoftTargetStoreWriter writer, Batch batch, ITeacher teacher)
    {
        if (teacher is AnswersTeacher { Named: not null } answers)
        {
            using var targets = answers.MostProbable(batch.Rows, writer.Plan.TopK!.Value);
            writer.Append(batch.Rows, targets);
            return;
        }

        using var values = LabelValues.Of(teacher, batch, writer.Plan);
        writer.Append(batch.Rows, values);
    }
}
