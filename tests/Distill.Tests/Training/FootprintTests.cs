using Distill.Training;
using Distill.Training.Optimizers;
using TorchSharp;

namespace Distill.Tests.Training;

/// <summary>Training keeps nothing from step to step: neither tensors nor managed memory.</summary>
public sealed class FootprintTests
{
    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void AfterAHundredStepsTheFootprintIsThatOfTheTenth(Precision precision)
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();
        var tensors = new long[101];
        var allocated = new long[101];
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(100),
            Optimizer = new AdamOptions(),
            Precision = precision,
            BatchSize = 35,
            EvaluateEvery = Duration.Steps(2),
            RecordEvery = Duration.Steps(1),
        };
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options));

        trainer.Run([new Recorder(record =>
        {
            teacher.Seen.Clear();
            tensors[record.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            allocated[record.Step] = GC.GetAllocatedBytesForCurrentThread();
        })]);

        Assert.Equal(tensors[10], tensors[100]);
        var early = allocated[12] - allocated[10];
        var late = allocated[100] - allocated[98];
        Assert.InRange(late, 1, early + (early / 20));
    }
}
