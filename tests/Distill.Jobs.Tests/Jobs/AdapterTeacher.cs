using Distill.Data;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Jobs;

/// <summary>A foreign teacher whose model is a function instead of a file.</summary>
internal sealed class AdapterTeacher(ForeignAdapter adapter, Func<Tensor, Tensor> model) : IForeignTeacher
{
    public string Name => "teacher.onnx";

    public string Description => $"Teacher teacher.onnx: {adapter.View}";

    public long ParameterCount => 0;

    public int Classes => adapter.Classes.Classes;

    public Fingerprint Fingerprint => adapter.Fingerprint;

    public bool SeesInputs => true;

    public bool HasLogits => true;

    public ClassMap ClassMap => adapter.Classes;

    public IReadOnlyList<PixelReading> Readings => adapter.Readings;

    public RowSums? Sums => adapter.Sums;

    public static AdapterTeacher Open(ExampleView view, ForeignTeacherOptions options, Func<Tensor, Tensor> model) => new(
        ForeignAdapter.Fit("teacher.onnx", options, new ForeignInput(), kind: null, names: null, view.Shape, view.ClassNames, model), model);

    public ITeacher ReadAs(PixelReading reading) => new AdapterTeacher(adapter.ReadAs(reading), model);

    public SoftTargets Targets(Batch batch, double temperature) => adapter.Targets(batch, temperature, model);

    public void Dispose()
    {
    }
}
