using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Population;

/// <summary>A teacher that says it has logits, or does not, and counts how often it is asked.</summary>
internal sealed class LogitTeacher(bool hasLogits, bool sparse = false) : ITeacher
{
    private readonly PixelTeacher teacher = new();

    public string Name => teacher.Name;

    public int Classes => teacher.Classes;

    public Fingerprint Fingerprint => teacher.Fingerprint;

    public bool SeesInputs => true;

    public bool HasLogits => hasLogits;

    public int Asked { get; private set; }

    public SoftTargets Targets(Batch batch, double temperature)
    {
        Asked++;
        using var quiet = no_grad();
        using var plain = teacher.Targets(batch, 1);
        using var logits = plain.LogProbabilities.DividedBy(temperature);
        var dense = logits.log_softmax(1);
        if (!sparse)
        {
            return new SoftTargets(dense, temperature);
        }

        var (values, support) = dense.topk(2, 1);
        var rest = values.exp().sum(1, keepdim: true).neg().Plus(1).log();
        return new SoftTargets(cat([values, rest], 1), temperature, support);
    }

    public void Dispose() => teacher.Dispose();
}
