using Distill.Data;
using Distill.Training.Ranks;
using Distill.Training.Schedules;

namespace Distill.Training.Feeding;

/// <summary>The batch of each step: a function of the step alone, so that the step is the data cursor.</summary>
/// <param name="view">The examples.</param>
/// <param name="options">The size of a batch, the seed of its order, and how images vary.</param>
/// <param name="length">The steps of an epoch.</param>
/// <param name="ranks">Who shares each batch; null for a process alone.</param>
internal sealed class BatchFeed(ExampleView view, TrainingOptions options, TrainingLength length, ICollective? ranks = null)
{
    private readonly VisitOrder order = VisitOrder.Of(view, options.Seed);
    private readonly Augmenter? augmenter = options.Augmentation is { IsIdentity: false } augmentation
        ? new Augmenter(augmentation, view.Shape, view.ElementType, options.Seed)
        : null;

    /// <summary>This rank's share of the batch after <paramref name="step"/> steps.</summary>
    public RankShare ShareAt(long step) => RankShare.Of(ranks, (int)Math.Min(options.BatchSize, view.Count - FirstAt(step)));

    /// <summary>The batch after <paramref name="step"/> steps, or this rank's share of it. The caller disposes it.</summary>
    public Batch At(long step)
    {
        var epoch = checked((int)(step / length.StepsPerEpoch));
        var share = ShareAt(step);
        var first = FirstAt(step) + share.First;
        var chosen = new int[share.Count];
        order.Copy(epoch, first, chosen);
        return augmenter is null ? view.Read(chosen) : view.Read(chosen, augmenter, epoch, first);
    }

    /// <summary>How many examples the steps from <paramref name="from"/> to before <paramref name="to"/> have.</summary>
    public long ExamplesBetween(long from, long to)
    {
        return ExamplesBefore(to) - ExamplesBefore(from);

        long ExamplesBefore(long step) =>
            (step / length.StepsPerEpoch * view.Count) + (step % length.StepsPerEpoch * options.BatchSize);
    }

    private int FirstAt(long step) => (int)(step % length.StepsPerEpoch) * options.BatchSize;
}
