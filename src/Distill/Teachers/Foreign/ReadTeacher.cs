using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>A foreign teacher with its pixels read otherwise. The model stays with the teacher that it was taken from.</summary>
internal sealed class ReadTeacher(string name, ForeignAdapter adapter, Fingerprint file, Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> model) : ITeacher
{
    public string Name => name;

    public int Classes => adapter.Classes.Classes;

    public Fingerprint Fingerprint => Fingerprint.Of(file.Value, adapter.Fingerprint.Value);

    public bool SeesInputs => true;

    public bool HasLogits => true;

    public SoftTargets Targets(Batch batch, double temperature) => adapter.Targets(batch, temperature, model);

    public void Dispose()
    {
    }
}
