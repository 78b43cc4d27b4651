using Distill.Runs;

namespace Distill.Teachers;

/// <summary>A teacher at one temperature, whatever it is asked for: of those whose answers at one do not follow from those at another. Owns nothing.</summary>
internal sealed class AtTemperature(ITeacher teacher, double temperature) : ITeacher
{
    public string Name => teacher.Name;

    public int Classes => teacher.Classes;

    public Fingerprint Fingerprint => teacher.Fingerprint;

    public bool SeesInputs => teacher.SeesInputs;

    public SoftTargets Targets(Batch batch, double asked) => teacher.Targets(batch, temperature);

    public void Dispose()
    {
    }
}
