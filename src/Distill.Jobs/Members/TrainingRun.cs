using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training;

namespace Distill.Jobs.Members;

/// <summary>A training in a run directory: checkpoints, metrics, last and best model, manifest.</summary>
internal static class TrainingRun
{
    /// <summary>Trains, or resumes what is in the directory, and writes the model files.</summary>
    /// <param name="run">Its run.json exists.</param>
    /// <param name="task">What to train; the student ends with the weights after the last step.</param>
    /// <param name="facts">What the model files say of their origin; nothing that differs between two equal runs.</param>
    /// <param name="context">Told of examples done; its token ends with a checkpoint and an interrupted run.</param>
    /// <param name="data">What run.json says of the data; null leaves what it says.</param>
    /// <param name="finish">What is done to the trained model, the last and the best, before it is saved; null for nothing.</param>
    /// <exception cref="OperationCanceledException">The training was interrupted; the directory resumes it.</exception>
    /// <exception cref="DistillException">The task is not right, or another process works on the run.</exception>
    /// <exception cref="DistillException">Training ran into numbers that are not finite, or the disk is full or fails.</exception>
    public static (TrainingResult Result, double Seconds) Execute(
        RunDirectory run,
        TrainingTask task,
        JsonObject facts,
        JobContext context,
        IReadOnlyDictionary<string, Fingerprint>? data = null,
        Action<Classifier>? finish = null) => TrackedWork.In(run, () => Within(run, task, facts, context, data, finish));

    /// <summary>The same for work that has the run already, and is tracked.</summary>
    /// <inheritdoc cref="Execute"/>
    public static (TrainingResult Result, double Seconds) Within(
        RunDirectory run,
        TrainingTask task,
        JsonObject facts,
        JobContext context,
        IReadOnlyDictionary<string, Fingerprint>? data = null,
        Action<Classifier>? finish = null)
    {
        var watch = Stopwatch.StartNew();
        if (data is not null)
        {
            run.WriteManifest(run.ReadManifest() with { Data = data });
        }

        using var trainer = new Trainer(task, run.CheckpointsPath);
        run.Record(trainer.Arithmetic, trainer.Warnings);
        TrainingResult result;
        using (var metrics = MetricsWriter.ResumeAfter(run.MetricsPath, trainer.Step))
        using (var others = context.ObserversOf(run.TensorBoardPath, trainer.Step))
        {
            result = trainer.Run([metrics, .. others[0]], context.Progress, context.CancellationToken);
        }

        if (!result.Completed)
        {
            throw new OperationCanceledException("training was interrupted", context.CancellationToken);
        }

        using var best = task.Student.Copy(Precision.F32);
        finish?.Invoke(task.Student);
        ModelFile.Save(run.ModelPath, task.Student, facts);
        foreach (var (number, peer) in task.Peers.Index())
        {
            var own = facts.DeepClone().AsObject();
            own["peer"] = number + 1;
            ModelFile.Save(run.PeerPath(number + 1), peer, own);
        }

        if (trainer.CopyBestTo(best))
        {
            finish?.Invoke(best);
            ModelFile.Save(run.BestModelPath, best, facts);
        }

        run.WriteManifest(run.ReadManifest().Done(JsonSerializer.SerializeToElement(result, RunJson.Options)));
        return (result, watch.Elapsed.TotalSeconds);
    }
}
