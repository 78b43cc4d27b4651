using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

/// <summary>A teacher whose logits stand in a table, one row for each row of the source.</summary>
internal sealed class TableTeacher(float[,] logits, string name = "table", bool hasLogits = true) : ITeacher
{
    public string Name => name;

    public int Classes => logits.GetLength(1);

    public Fingerprint Fingerprint => Fingerprint.Of(name, string.Join(' ', logits.Cast<float>().Select(BitConverter.SingleToInt32Bits)));

    public bool SeesInputs => true;

    public bool HasLogits => hasLogits;

    public bool Disposed { get; private set; }

    /// <summary>Called before each batch.</summary>
    public Action OnBatch { get; set; } = () => { };

    public SoftTargets Targets(Batch batch, double temperature)
    {
        OnBatch();
        var rows = batch.Rows.ToArray();
        var picked = new float[rows.Length, Classes];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < Classes; c++)
            {
                picked[i, c] = logits[rows[i], c];
            }
        }

        using var table = tensor(picked);
        using var scaled = table.DividedBy(temperature);
        return new SoftTargets(scaled.log_softmax(-1), temperature);
    }

    public void Dispose() => Disposed = true;
}
