using System.Diagnostics;
using Distill.Training.Feeding;
using Distill.Training.Ranks;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>The loop of every training: a step, and what is due after it.</summary>
/// <param name="engine">What takes the steps.</param>
/// <param name="options">What is due when.</param>
/// <param name="length">How many steps there are.</param>
/// <param name="feed">The batches.</param>
/// <param name="ranks">Who trains together; null for a process alone.</param>
internal sealed class TrainingLoop(ITrainingEngine engine, TrainingOptions options, TrainingLength length, BatchFeed feed, ICollective? ranks = null)
{
    /// <summary>Trains to the end, until no student learns any more, or until cancelled.</summary>
    /// <param name="report">Told of examples done.</param>
    /// <param name="cancellationToken">When signalled, the step in hand is finished.</param>
    /// <returns>Examples a second, summed over students, evaluations and checkpoints left out.</returns>
    public double Run(ProgressReport report, CancellationToken cancellationToken)
    {
        var (stepping, sinceCheckpoint, examples) = (new Stopwatch(), Stopwatch.StartNew(), 0L);
        var (recordEvery, evaluateEvery) = (options.RecordEvery.ToSteps(length.StepsPerEpoch), options.EvaluateEvery.ToSteps(length.StepsPerEpoch));
        while (engine.Step < length.Steps && engine.Learning > 0 && !AnyRank(cancellationToken.IsCancellationRequested))
        {
            stepping.Start();
            engine.TrainOneStep();
            stepping.Stop();
            examples += feed.ExamplesBetween(engine.Step - 1, engine.Step) * engine.Learning;
            var loss = engine.MeanLoss;
            if (IsDue(recordEvery))
            {
                engine.RecordLoss();
            }

            if (engine.Evaluates && IsDue(evaluateEvery))
            {
                engine.Evaluate();
            }

            report.Tell(engine.Step, loss, engine.HeldOutRight);

            if (AnyRank(sinceCheckpoint.Elapsed.TotalMinutes >= options.CheckpointMinutes))
            {
                engine.WriteCheckpoint();
                sinceCheckpoint.Restart();
            }
        }

        return examples / Math.Max(1e-9, stepping.Elapsed.TotalSeconds);
    }

    // A signal reaches the ranks in different steps, and their clocks differ.
    private bool AnyRank(bool mine) => ranks?.Any(mine) ?? mine;

    private bool IsDue(long every) => engine.Step % every == 0 || engine.Step == length.Steps;
}
