using Distill.Arithmetic;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training.Checkpoints;
using Distill.Training.Feeding;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using Distill.Training.Ranks;
using Distill.Training.Schedules;
using Distill.Training.Signal;
using static TorchSharp.torch;

namespace Distill.Training;

/// <summary>
/// Trains a student on labels, on a teacher's soft targets, or both: one loop, whose objective decides. Given a folder
/// for checkpoints, it resumes from the one that is there, and ends with the same bits as if it had never stopped.
/// </summary>
public sealed class Trainer : ITrainingEngine, IDisposable
{
    private readonly TrainingTask task;
    private readonly TrainingOptions options;
    private readonly TrainingLength length;
    private readonly ICollective? ranks;
    private readonly WorkIdentity identity;
    private readonly CheckpointFolder? checkpoints;
    private readonly SideTerms? beside;
    private readonly TrainedWeights weights;
    private readonly BatchFeed feed;
    private readonly BatchesAhead ahead;
    private readonly RandomState random;
    private readonly TrainingLog log;
    private readonly BestStudent best = new();
    private readonly FirstUse firstUse = new();
    private IReadOnlyList<IProgress<MetricsRecord>> told = [];
    private HeldOutScore? last;
    private long? checkpointed;

    /// <summary>Checks the task and takes up the checkpoint in the folder, if there is one.</summary>
    /// <param name="task">What to train; it stays the caller's.</param>
    /// <param name="checkpointFolder">Where the last two checkpoints go, made if missing; null for none.</param>
    /// <exception cref="DistillException">
    /// The task's parts are out of range or do not belong together, or the checkpoints are damaged or of another
    /// training; the message lists what differs. Or a network of the caller's has no weights that learn, takes other examples or
    /// answers for other classes. Or this machine computes the student's layers wrongly, in whatever way.
    /// </exception>
    public Trainer(TrainingTask task, string? checkpointFolder = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Validate();
        this.task = task;
        (options, length) = (task.Options, task.Length);
        ranks = task.Ranks is { Size: > 1 } several ? several : null;
        feed = new BatchFeed(task.Examples, options, length, ranks);
        ahead = new BatchesAhead(feed, task.Student.Device, length.Steps, task.Examples.ElementType);
        identity = TrainingIdentity.Of(task);
        using (var examples = task.Examples.Read(0, Math.Min(task.Examples.Count, CheckedNetworks.Examples(task.Student.Spec))))
        {
            var network = StudentTrial.Of(task.Student, examples.Inputs);
            beside = SideTerms.Of(task, examples.Inputs);
            weights = new TrainedWeights(task.Student, options, examples.Inputs, beside?.Weights(), ranks, task.MeanTeacher, task.Peers);
            Warnings = [.. network, .. weights.Peers?.Warnings ?? [], .. task.LearnsFromItself || weights.Teacher is not null ? [] : SignalTrial.Of(task, weights.Working)];
        }

        beside?.Watch(weights.Working);
        random = new RandomState(options.Seed);
        log = new TrainingLog(length);
        if (checkpointFolder is not null)
        {
            checkpoints = new CheckpointFolder(checkpointFolder);
            Resume(checkpoints);
        }

        ranks?.RequireEqual("the training", $"{identity.Text} {Step} {task.Student.Fingerprint()}");
    }

    /// <summary>Steps done so far: 0, or those of the checkpoint that was taken up. Metrics after it are to be cut.</summary>
    public long Step { get; private set; }

    /// <summary>Steps of the entire training.</summary>
    public long Steps => length.Steps;

    /// <summary>How the student's layers are computed on this machine, after they were compared with double precision.</summary>
    public LayerArithmetic Arithmetic => weights.Arithmetic;

    /// <summary>
    /// What may not be meant so, a sentence each: a network that answers with probabilities where logits are wanted, or a teacher whose
    /// soft targets say nothing to learn from. Empty for none.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Why training stopped: the step, and the loss, gradients, weights or answers that were not finite. Null while all are.</summary>
    public string? Failure { get; private set; }

    // Of several ranks, the one that writes files and measures.
    private bool Writes => ranks is null or { Rank: 0 };

    private double Epoch => (double)Step / length.StepsPerEpoch;

    /// <summary>Trains to the end, or until cancelled.</summary>
    /// <param name="observers">Told of training losses and held-out scores as they arise.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">When signalled, the step in hand is finished and a checkpoint written.</param>
    /// <returns>The student, in evaluation mode, then holds the weights after the last step done.</returns>
    /// <exception cref="DistillException">
    /// Loss, gradients, weights or answers are no longer finite, which going on with the same task would only repeat; the teacher
    /// does not know a row; or a checkpoint cannot be written.
    /// </exception>
    /// <remarks>It trains under the caller's <c>no_grad</c>, too.</remarks>
    public TrainingResult Run(
        IReadOnlyList<IProgress<MetricsRecord>>? observers = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        told = observers ?? [];
        using var loan = random.Lend();
        var report = new ProgressReport(progress, "training student", length, options.BatchSize);
        report.Begin(Step, Warnings, checkpoints?.Remark);
        // Whatever the caller's code turned off around this.
        using var learning = enable_grad();
        weights.Train();
        var examplesPerSecond = new TrainingLoop(this, options, length, feed, ranks).Run(report, cancellationToken);
        WriteCheckpoint();
        // A launcher ends the others with the first process that ends; what rank 0 writes comes before.
        ranks?.Wait();
        ExpectFiniteWeights();
        weights.Finish();
        return new TrainingResult(Step == length.Steps, Step, Epoch, examplesPerSecond, last, best.Score);
    }

    /// <summary>
    /// Gives <paramref name="model"/>, of the student's architecture, the weights of the best held-out score; the
    /// student itself may be given, and then no longer holds the last ones.
    /// </summary>
    /// <returns>Whether there was a held-out score; otherwise the model is as it was.</returns>
    public bool CopyBestTo(Classifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        best.CopyTo(model);
        return best.Score is not null;
    }

    /// <summary>Frees the optimizer's state and the copies of the student, not the student.</summary>
    public void Dispose()
    {
        ahead.Dispose();
        weights.Dispose();
        beside?.Dispose();
        random.Dispose();
        best.Dispose();
    }

    int ITrainingEngine.Learning => 1;

    bool ITrainingEngine.Evaluates => Writes && (task.HeldOut is not null || task.Watched.Count > 0);

    double ITrainingEngine.MeanLoss => log.MeanLoss;

    double? ITrainingEngine.HeldOutRight => log.HeldOutRight;

    void ITrainingEngine.TrainOneStep()
    {
        var (rate, objective) = (options.Schedule.At(Step, length), task.Objective.At(Step, length.Steps));
        using var scope = NewDisposeScope();
        using var fed = ahead.At(Step);
        var share = feed.ShareAt(Step);
        using var sharing = ranks is null ? null : SharedBatch.Of(ranks, share.First, share.Count, share.Total);
        // Peers answer with the student; others before it, while it holds nothing of this step.
        using var asked = weights.Peers is null ? Ask(objective, fed.Read) : null;
        using var asChecked = weights.Working.ComputeAsChecked();
        // Ranks are processes of their own, and wait for each other inside a step.
        using var first = ranks is null ? firstUse.Of(fed.Read.Size) : null;
        using var catching = beside?.Catch();
        var logits = weights.Working.call(fed.Inputs);
        weights.Peers?.Answer(fed.Inputs, logits);
        using var answered = weights.Peers is null ? null : Ask(objective, fed.Read);
        // A rank may not stop at what it finds alone: the others would wait for it.
        var mine = BackwardPass.Of(objective, logits, fed.Read, asked ?? answered, beside?.Loss(fed.Read, logits), value => Expect(ranks is not null || double.IsFinite(value), "the loss", value, rate));
        var loss = ranks?.SumOf(mine * share.Weight) ?? mine;
        Expect(double.IsFinite(loss), "the loss", loss, rate);
        var norm = weights.Update(rate, Step + 1, share.Weight);
        Expect(norm is not { } finite || double.IsFinite(finite), "the norm of the gradients", norm ?? 0, rate);
        weights.Peers?.Learn(objective, fed.Read, rate, Step + 1, (what, value) => Expect(double.IsFinite(value), what, value, rate));
        log.Add(loss);
        Step++;
        last = null;
    }

    private SoftTargets? Ask(IObjective objective, Batch batch) => (task.Teacher ?? weights.Teacher).Ask(objective, batch);

    void ITrainingEngine.RecordLoss() => log.RecordLoss(Step, options.Schedule.At(Step - 1, length), told);

    void ITrainingEngine.Evaluate()
    {
        weights.CopyStatisticsToStudent();
        last = task.HeldOut is { } heldOut ? Score("held-out", heldOut) : null;
        (string Name, HeldOutScore Score)[] watched = [.. task.Watched.Select(pair => (pair.Key, Score(pair.Key, pair.Value)))];
        task.Student.train();
        if (watched.Length > 0)
        {
            log.RecordWatched(watched, told);
        }

        if (last is not null)
        {
            log.RecordScore(last, told);
            best.KeepIfBetter(task.Student, last);
        }
    }

    private HeldOutScore Score(string what, ExampleView view)
    {
        try
        {
            return HeldOutEvaluation.Of(task.Student, view, options.EvaluationBatchSize, Step, Epoch);
        }
        catch (DistillException unusable)
        {
            // The examples were looked at before; what is left is a student that answers NaN.
            throw Diverged($"the {what} evaluation after step {Step}: {unusable.Message}", unusable);
        }
    }

    private void Resume(CheckpointFolder folder)
    {
        var progress = folder.Read<CheckpointProgress>(identity, found =>
        {
            best.MakeRoom(task.Student, found.Best);
            return CheckpointTensors();
        });
        if (progress is null)
        {
            return;
        }

        weights.CopyStudentToWorking();
        log.Restore(progress.LossSum, progress.LossSteps);
        (Step, last, checkpointed) = (progress.Step, progress.Last, progress.Step);
    }

    void ITrainingEngine.WriteCheckpoint() => WriteCheckpoint();

    private void WriteCheckpoint()
    {
        weights.CopyStatisticsToStudent();
        // A network that fails must not leave behind what only some of the ranks have computed.
        ranks?.RequireEqual($"the student after step {Step}", task.Student.Fingerprint().Value);
        // Weights that are not finite end the training within a step; nothing can resume from them.
        if (checkpoints is null || !Writes || checkpointed == Step || !weights.AreFinite)
        {
            return;
        }

        random.Capture();
        checkpoints.Write(identity, new CheckpointProgress(Step, log.LossSum, log.LossSteps, last, best.Score), CheckpointTensors());
        checkpointed = Step;
    }

    private IEnumerable<(string Name, Tensor Value)> CheckpointTensors() =>
        task.Student.State().Select(pair => ("student." + pair.Name, pair.Value))
            .Concat((beside?.Weights() ?? []).Select(pair => ("beside." + pair.Name, (Tensor)pair.Parameter)))
            .Concat(weights.OptimizerState().Select(pair => ("optimizer." + pair.Name, pair.State)))
            .Concat(best.State.Select(pair => ("best." + pair.Name, pair.Value)))
            .Append(("random", random.Value));

    private void Expect(bool isFinite, string what, double found, double rate)
    {
        if (!isFinite)
        {
            throw Diverged(Divergence.Of(Step, length, what, found, task.Objective, rate, options.Precision));
        }
    }

    // The last update is the one that no loss is computed from.
    private void ExpectFiniteWeights()
    {
        if (Step == length.Steps && !weights.AreFinite)
        {
            var last = Step - 1;
            throw Diverged(Divergence.Of(last, length, "a weight", double.NaN, task.Objective, options.Schedule.At(last, length), options.Precision));
        }
    }

    private DistillException Diverged(string failure, Exception? cause = null)
    {
        Failure = failure;
        if (Writes)
        {
            checkpoints?.DistrustNewest();
        }

        return Divergence.Error($"Training stopped at {failure}", cause);
    }
}
