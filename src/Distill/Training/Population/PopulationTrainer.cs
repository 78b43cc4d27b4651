using Distill.Arithmetic;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training.Checkpoints;
using Distill.Training.Feeding;
using Distill.Training.Schedules;
using Distill.Training.Signal;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// Trains many small students at once, each to what <see cref="Trainer"/> would make of it alone but for rounding: their
/// products are made together, batches and teacher rows are read once. A member whose numbers are no longer finite stops
/// and the others go on. Given a folder for checkpoints, it goes on from the one that is there, and ends with the same
/// bits as if it had never stopped.
/// </summary>
public sealed class PopulationTrainer : ITrainingEngine, IDisposable
{
    private readonly PopulationTask task;
    private readonly TrainingOptions options;
    private readonly TrainingLength length;
    private readonly WorkIdentity identity;
    private readonly CheckpointFolder? checkpoints;
    private readonly StackedWeights weights;
    private readonly StackedNetwork network;
    private readonly BatchFeed feed;
    private readonly TeacherRows teacher;
    private readonly MemberCourse[] courses;
    private readonly FirstUse firstUse = new();
    private IReadOnlyList<IProgress<MetricsRecord>>[] told = [];
    private long? checkpointed;

    /// <summary>Checks the task and takes up the checkpoint in the folder, if there is one.</summary>
    /// <param name="task">What to train; it stays the caller's.</param>
    /// <param name="checkpointFolder">Where the last two checkpoints go, made if missing; null for none.</param>
    /// <exception cref="DistillException">
    /// The task's parts are out of range or do not belong together, or the checkpoints are damaged or of another
    /// training; the message lists what differs. Or this machine computes the students' layers wrongly, in whatever way.
    /// </exception>
    public PopulationTrainer(PopulationTask task, string? checkpointFolder = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Validate();
        this.task = task;
        (options, length) = (task.Options, task.Length);
        feed = new BatchFeed(task.Examples, options, length);
        identity = TrainingIdentity.Of(task);
        using (var examples = task.Examples.Read(0, Math.Min(task.Examples.Count, CheckedNetworks.Examples(task.Members[0].Student.Spec))))
        {
            (weights, network, Arithmetic) = StackedArithmetic.Choose(task, examples.Inputs);
        }

        teacher = new TeacherRows(task);
        Warnings = Signal();
        courses = [.. task.Members.Select(member => new MemberCourse(member, options, length))];
        if (checkpointFolder is not null)
        {
            checkpoints = new CheckpointFolder(checkpointFolder);
            Resume(checkpoints);
        }
    }

    /// <summary>Steps done so far: 0, or those of the checkpoint that was taken up. Metrics after it are to be cut.</summary>
    public long Step { get; private set; }

    /// <summary>Steps of the entire training.</summary>
    public long Steps => length.Steps;

    /// <summary>How the students' layers are computed on this machine, after they were compared with double precision.</summary>
    public LayerArithmetic Arithmetic { get; }

    /// <summary>
    /// What may not be meant so, a sentence each: a teacher whose soft targets say nothing to learn from; with the members' names where
    /// it is about some of them. Empty for none.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>How each member has done so far, in the order of the task; also where <see cref="Run"/> threw because every one has stopped.</summary>
    public IReadOnlyList<MemberResult> Members => [.. courses.Select(course => course.Result)];

    private double Epoch => (double)Step / length.StepsPerEpoch;

    /// <summary>Trains to the end, or until cancelled.</summary>
    /// <param name="observers">By a member's number, from 0: who is told of its training losses and held-out scores.</param>
    /// <param name="progress">Told of examples done.</param>
    /// <param name="cancellationToken">When signalled, the step in hand is finished and a checkpoint written.</param>
    /// <returns>The students, in evaluation mode, then hold their weights after the last step done.</returns>
    /// <exception cref="DistillException">Every member has stopped, which going on would only repeat; or the disk is full or fails.</exception>
    /// <exception cref="DistillException">The teacher does not know a row, or a checkpoint cannot be written.</exception>
    public TrainingResult Run(
        Func<int, IReadOnlyList<IProgress<MetricsRecord>>>? observers = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        told = [.. courses.Select((_, number) => observers?.Invoke(number) ?? [])];
        var report = new ProgressReport(progress, $"training {courses.Length} students", length, options.BatchSize);
        report.Begin(Step, Warnings, checkpoints?.Remark);
        using var quiet = no_grad();
        var examplesPerSecond = new TrainingLoop(this, options, length, feed).Run(report, cancellationToken);
        CopyToStudents();
        ThrowIfNoneIsLeft();
        WriteCheckpoint();
        return new TrainingResult(Step == length.Steps, Step, Epoch, examplesPerSecond);
    }

    /// <summary>
    /// Gives <paramref name="model"/>, of the students' architecture, the weights of a member's best held-out score; the
    /// member's student itself may be given, and then no longer holds the last ones.
    /// </summary>
    /// <returns>Whether there was a held-out score; otherwise the model is as it was.</returns>
    public bool CopyBestTo(int member, Classifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return courses[member].CopyBestTo(model);
    }

    /// <summary>Frees weights and state of the training, not the students.</summary>
    public void Dispose()
    {
        weights.Dispose();
        Array.ForEach(courses, course => course.Dispose());
    }

    int ITrainingEngine.Learning => courses.Count(course => course.IsRunning);

    bool ITrainingEngine.Evaluates => task.HeldOut is not null;

    double ITrainingEngine.MeanLoss => courses.Where(course => course.IsRunning).Select(course => course.Log.MeanLoss).DefaultIfEmpty(double.NaN).Average();

    double? ITrainingEngine.HeldOutRight => courses.Max(course => course.Log.HeldOutRight);

    private IReadOnlyList<string> Signal()
    {
        if (task.Teacher is not { } asked)
        {
            return [];
        }

        using var asChecked = new WithoutOneDnn(!Arithmetic.OneDnn);
        return SignalTrial.Of(
            task.Examples, options, asked.Name, teacher.Of, [.. task.Members.Select(member => (member.Name, member.Student, member.Objective))]);
    }

    void ITrainingEngine.TrainOneStep()
    {
        using var scope = NewDisposeScope();
        using var asChecked = new WithoutOneDnn(!Arithmetic.OneDnn);
        using var batch = feed.At(Step);
        using var first = firstUse.Of(batch.Size);
        var targets = teacher.Of(batch);
        var pass = network.Forward(batch.Inputs);
        var gradient = zeros_like(pass.Logits);
        var losses = PopulationLoss.Means(courses, pass.Logits, batch.Labels, targets, gradient);
        ForEachRunning((course, number) => course.StopUnlessFinite(losses[number], "the loss", Step));
        var gradients = network.Backward(pass, gradient);
        var steps = new MemberStep?[courses.Length];
        ForEachRunning((course, number) => steps[number] = StepOf(course, number, gradients));
        weights.Update(gradients, steps, Step + 1);
        ForEachRunning((course, number) =>
        {
            course.Last = null;
            course.Log.Add(losses[number]);
        });
        Step++;
    }

    void ITrainingEngine.RecordLoss() =>
        ForEachRunning((course, number) => course.Log.RecordLoss(Step, course.RateAt(Step - 1), told[number]));

    private MemberStep? StepOf(MemberCourse course, int number, IReadOnlyList<Tensor> gradients)
    {
        var rate = course.RateAt(Step);
        if (options.GradientClip is not { } clip)
        {
            return new MemberStep(rate, 1);
        }

        var norm = weights.Norm(number, gradients);
        course.StopUnlessFinite(norm, "the norm of the gradients", Step);
        return course.IsRunning ? new MemberStep(rate, norm > clip ? (float)(clip / norm) : 1f) : null;
    }

    void ITrainingEngine.Evaluate()
    {
        using var asChecked = new WithoutOneDnn(!Arithmetic.OneDnn);
        var scores = PopulationEvaluation.Of(courses, network, task.HeldOut!, options.EvaluationBatchSize, Step, Epoch);
        ForEachRunning((course, number) =>
        {
            course.Log.RecordScore(scores[number]!, told[number]);
            if (scores[number]!.IsBetterThan(course.Best))
            {
                weights.CopyTo(number, course.Student);
            }

            course.Keep(scores[number]!);
        });
    }

    private void ForEachRunning(Action<MemberCourse, int> act)
    {
        for (var number = 0; number < courses.Length; number++)
        {
            if (courses[number].IsRunning)
            {
                act(courses[number], number);
            }
        }
    }

    private void CopyToStudents()
    {
        for (var number = 0; number < courses.Length; number++)
        {
            weights.CopyTo(number, courses[number].Student);
            courses[number].Student.eval();
        }
    }

    private void ThrowIfNoneIsLeft()
    {
        if (!courses.Any(course => course.IsRunning))
        {
            checkpoints?.DistrustNewest();
            throw Divergence.Error($"Training stopped, because every member has: {courses[0].Name} at {courses[0].Failure}");
        }
    }

    private void Resume(CheckpointFolder folder)
    {
        var progress = folder.Read<PopulationProgress>(identity, found =>
        {
            if (found.Members?.Count != courses.Length || found.Members.Any(member => member is null))
            {
                throw DistillException.Damaged(
                    $"{folder.Path} is damaged: a checkpoint has the numbers of {found.Members?.Count ?? 0} members; expected {courses.Length}. Delete the folder to train from the start.");
            }

            foreach (var (course, own) in courses.Zip(found.Members))
            {
                course.Restore(own);
            }

            return CheckpointTensors();
        });
        if (progress is null)
        {
            return;
        }

        weights.CopyMasterToWorking();
        (Step, checkpointed) = (progress.Step, progress.Step);
    }

    void ITrainingEngine.WriteCheckpoint() => WriteCheckpoint();

    private void WriteCheckpoint()
    {
        if (checkpoints is not null && checkpointed != Step)
        {
            checkpoints.Write(identity, new PopulationProgress(Step, [.. courses.Select(course => course.Progress)]), CheckpointTensors());
            checkpointed = Step;
        }
    }

    private IEnumerable<(string Name, Tensor Value)> CheckpointTensors() =>
        weights.State().Concat(courses.SelectMany((course, number) =>
            course.BestState.Select(pair => ($"best.{number + 1}.{pair.Name}", pair.Value))));
}
