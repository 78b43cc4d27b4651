using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Training.Feeding;

/// <summary>
/// Batches where the student computes. While another device than the processor computes, the next batch is read into memory that the
/// device copies from by itself.
/// </summary>
/// <param name="feed">The batch of each step.</param>
/// <param name="device">Where the student computes.</param>
/// <param name="steps">Of the entire training.</param>
/// <param name="type">Of the examples.</param>
internal sealed class BatchesAhead(BatchFeed feed, Device device, long steps, ElementType type) : IDisposable
{
    private Task<Batch>? next;
    private long nextStep = -1;

    /// <summary>The batch after <paramref name="step"/> steps. The caller disposes it.</summary>
    public FedBatch At(long step)
    {
        if (device.IsCpu())
        {
            return new FedBatch(feed.At(step), null);
        }

        var read = Taken(step);
        if (step + 1 < steps)
        {
            (next, nextStep) = (Task.Run(() => Pinned(feed.At(step + 1))), step + 1);
        }

        // Texts are cut where they were read.
        return new FedBatch(read, type == ElementType.Text ? null : read.Inputs.to(device, non_blocking: true));
    }

    public void Dispose()
    {
        if (next is not { } unused)
        {
            return;
        }

        next = null;
        // The source may be closed after this. What could not be read, a step would have told.
        unused.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        if (unused.IsCompletedSuccessfully)
        {
            unused.Result.Dispose();
        }
    }

    private Batch Taken(long step)
    {
        if (next is not { } waiting || nextStep != step)
        {
            return Pinned(feed.At(step));
        }

        next = null;
        return waiting.GetAwaiter().GetResult();
    }

    private Batch Pinned(Batch read)
    {
        if (device.type != TorchSharp.DeviceType.CUDA)
        {
            return read;
        }

        using (read)
        {
            return new Batch(read.Inputs.pin_memory(), read.Labels.pin_memory(), read.Rows.ToArray());
        }
    }
}
