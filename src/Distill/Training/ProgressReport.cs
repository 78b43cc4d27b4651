using System.Diagnostics;
using System.Globalization;
using Distill.Training.Schedules;

namespace Distill.Training;

/// <summary>Tells how far training has come, at most ten times a second.</summary>
internal sealed class ProgressReport(IProgress<WorkProgress>? progress, string what, TrainingLength length, int batchSize)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long lastTold;

    /// <summary>Tells where training begins, and what is to be known of that, if anything, a remark each.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="warnings">What may not be meant so.</param>
    /// <param name="remark">What is to be known of the checkpoint; null for nothing.</param>
    public void Begin(long step, IReadOnlyList<string> warnings, string? remark)
    {
        foreach (var told in remark is null ? warnings : [.. warnings, remark])
        {
            progress?.Report(new WorkProgress(what, step * batchSize, length.Steps * batchSize, "examples") { Remark = told });
        }
    }

    /// <summary>Tells how far it is.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="loss">The mean loss; told only as long as there is no share, for people cannot compare the losses of objectives.</param>
    /// <param name="heldOutRight">The share of the held-out examples that is right; null where none was measured.</param>
    public void Tell(long step, double loss, double? heldOutRight)
    {
        if (progress is null || (step < length.Steps && Stopwatch.GetElapsedTime(lastTold) < Pause))
        {
            return;
        }

        lastTold = Stopwatch.GetTimestamp();
        var epochs = (length.Steps + length.StepsPerEpoch - 1) / length.StepsPerEpoch;
        var epoch = Math.Min((step / length.StepsPerEpoch) + 1, epochs);
        var standing = heldOutRight is { } right
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * right:0.0} % of held-out right")
            : string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}");
        progress.Report(new WorkProgress(
            what, step * batchSize, length.Steps * batchSize, "examples", step < length.Steps ? $"epoch {epoch}/{epochs}, {standing}" : standing));
    }
}
