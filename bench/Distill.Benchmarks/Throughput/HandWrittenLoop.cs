using System.Diagnostics;
using Distill.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// The loop that one writes in plain TorchSharp: everything float32 and in memory, normalised once, rows picked by
/// <c>index_select</c>. It is the yardstick, so it does nothing needlessly slow: no copies that it could spare, one
/// dispose scope a step, the loss read once a step as training needs to.
/// </summary>
internal sealed class HandWrittenLoop : IDisposable
{
    private readonly Tensor images;
    private readonly Tensor labels;
    private readonly Tensor teacherLogits;
    private readonly HandWrittenStudent student;
    private readonly Sequential teacher;

    public HandWrittenLoop(ExampleView view)
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[Setting.Images * Setting.Pixels];
        view.CopyExamples(0, view.Count, bytes);
        images = tensor(bytes, Setting.Images, Setting.Pixels).to(ScalarType.Float32)
            .DivideBy(255).Subtract(Setting.Mean).DivideBy(Setting.Deviation).DetachFromDisposeScope();
        labels = tensor(view.Labels()).DetachFromDisposeScope();
        student = new HandWrittenStudent(Net(Setting.StudentWidths));
        teacher = Net(Setting.TeacherWidths);
        teacher.eval();
        using (no_grad())
        {
            teacherLogits = cat([.. images.split(1000).Select(part => teacher.call(part))]).DetachFromDisposeScope();
        }

    }

    /// <summary>Images a second over some steps.</summary>
    /// <param name="steps">Steps of one batch each.</param>
    /// <param name="live">Whether the teacher answers each batch, or its stored logits serve.</param>
    /// <param name="longest">After so long it ends with the step that it is at.</param>
    public double Measure(int steps, bool live, TimeSpan longest)
    {
        student.Train();
        var watch = Stopwatch.StartNew();
        using var order = randperm(Setting.Images, ScalarType.Int64);
        var step = 0;
        for (; step < steps && (step == 0 || watch.Elapsed < longest); step++)
        {
            using var scope = NewDisposeScope();
            var rows = order.narrow(0, (long)step * Setting.BatchSize % (Setting.Images - Setting.BatchSize), Setting.BatchSize);
            var inputs = images.index_select(0, rows);
            var targets = live ? Teach(inputs) : teacherLogits.index_select(0, rows);
            student.Step(inputs, labels.index_select(0, rows), targets);
        }

        return step * (double)Setting.BatchSize / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        student.Dispose();
        teacher.Dispose();
        images.Dispose();
        labels.Dispose();
        teacherLogits.Dispose();
    }

    private static Sequential Net(int[] widths) => nn.Sequential(
        nn.Linear(Setting.Pixels, widths[0]), nn.ReLU(),
        nn.Linear(widths[0], widths[1]), nn.ReLU(),
        nn.Linear(widths[1], Setting.Classes));

    private Tensor Teach(Tensor inputs)
    {
        using var quiet = no_grad();
        return teacher.call(inputs);
    }
}
