using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Evaluation;

/// <summary>A teacher that answers each row from a table: [rows, classes], or the most probable of them alone.</summary>
internal sealed class TableTeacher(string name, int classes, float[] table, int? top = null) : ITeacher
{
    public string Name => name;

    public int Classes => classes;

    public Fingerprint Fingerprint => Fingerprint.Of(name);

    public bool SeesInputs => false;

    public int LargestBatch { get; private set; }

    public SoftTargets Targets(Batch batch, double temperature)
    {
        Assert.Equal(1, temperature);
        Assert.False(is_grad_enabled());
        LargestBatch = Math.Max(LargestBatch, batch.Size);
        var dense = zeros(batch.Size, classes);
        for (var i = 0; i < batch.Size; i++)
        {
            dense[i] = tensor(table.AsSpan((int)batch.Rows[i] * classes, classes).ToArray());
        }

        if (top is not { } k)
        {
            return new SoftTargets(dense, temperature);
        }

        var (values, support) = dense.topk(k);
        var rest = values.exp().sum(-1, keepdim: true).neg().Plus(1).NoLessThan(1e-12).log();
        return new SoftTargets(cat([values, rest], -1), temperature, support);
    }

    public void Dispose()
    {
    }
}
