using Distill.Data;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>The batch of each step: a function of the step alone, so that the step is the data cursor.</summary>
internal sealed class BatchFeed(ExampleView view, TrainingOptions options, TrainingLength length)
{
    private readonly EpochOrder order = new(view.Count, options.Seed);
    private readonly Augmenter? augmenter = options.Augmentation is { IsIdentity: false } augmentation
        ? new Augmenter(augmentation, view.Shape, view.ElementType, options.Seed)
        : null;

    private int[] positions = [];
    private int positionsEpoch = -1;

    /// <summary>The batch after <paramref name="step"/> steps. The caller disposes it.</summary>
    public Batch At(long step)
    {
        var epoch = checked((int)(step / length.StepsPerEpoch));
        if (epoch != positionsEpoch)
        {
            (positions, positionsEpoch) = (order.Positions(epoch), epoch);
        }

        var first = (int)(step % length.StepsPerEpoch) * options.BatchSize;
        var chosen = positions.AsSpan(first, Math.Min(options.BatchSize, view.Count - first));
        return augmenter is null ? view.Read(chosen) : view.Read(chosen, augmenter, epoch, first);
    }

    /// <summary>How many examples the steps from <paramref name="from"/> to before <paramref name="to"/> have.</summary>
    public long ExamplesBetween(long from, long to)
    {
        return ExamplesBefore(to) - ExamplesBefore(from);

        long ExamplesBefore(long step) =>
            (step / length.StepsPerEpoch * view.Count) + (step % length.StepsPerEpoch * options.BatchSize);
    }
}
