using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Sweeps;

/// <summary>A teacher that answers NaN at one temperature.</summary>
internal sealed class TeacherWithHole(double hole) : ITeacher
{
    private readonly ITeacher teacher = SmallSweep.Teacher();

    public string Name => teacher.Name;

    public int Classes => teacher.Classes;

    public Fingerprint Fingerprint => teacher.Fingerprint;

    public bool SeesInputs => true;

    public SoftTargets Targets(Batch batch, double temperature)
    {
        using var quiet = no_grad();
        var targets = teacher.Targets(batch, temperature);
        if (temperature == hole)
        {
            targets.LogProbabilities.fill_(double.NaN);
        }

        return targets;
    }

    public void Dispose() => teacher.Dispose();
}
