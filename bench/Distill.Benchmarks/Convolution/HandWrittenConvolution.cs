using System.Diagnostics;
using System.Globalization;
using Distill.Benchmarks.Throughput;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Convolution;

/// <summary>
/// The loop that one writes in plain TorchSharp for a convolutional student with stored logits: everything float32 and in memory,
/// normalised once, one dispose scope a step.
/// </summary>
internal sealed class HandWrittenConvolution : IDisposable
{
    /// <summary>The argument that makes this program a process of such a loop, with libtorch as it comes.</summary>
    public const string Argument = "hand-written-convolution";

    private static readonly TorchSharp.Scalar White = 255;
    private static readonly TorchSharp.Scalar Mean = ConvolutionSetting.Mean;
    private static readonly TorchSharp.Scalar Deviation = ConvolutionSetting.Deviation;

    private readonly Tensor images;
    private readonly Tensor labels;
    private readonly Tensor teacherLogits;
    private readonly HandWrittenStudent student;

    public HandWrittenConvolution(ConvolutionSetting setting)
    {
        using var scope = NewDisposeScope();
        var view = setting.Examples();
        var bytes = new byte[view.Count * setting.Input.Size];
        view.CopyExamples(0, view.Count, bytes);
        images = tensor(bytes, view.Count, setting.Input.Channels, setting.Input.Height, setting.Input.Width).to(ScalarType.Float32)
            .div_(White).sub_(Mean).div_(Deviation).DetachFromDisposeScope();
        labels = tensor(view.Labels()).DetachFromDisposeScope();
        teacherLogits = randn(view.Count, setting.Classes).DetachFromDisposeScope();
        student = new HandWrittenStudent(HandWrittenNets.Of(setting));
    }

    /// <summary>What such a process does: it answers each line, a number of steps, with a rate.</summary>
    /// <param name="name">The net.</param>
    public static void Serve(string name)
    {
        AppContext.SetSwitch("Distill.LibtorchDefaults", true);
        using var loop = new HandWrittenConvolution(ConvolutionSetting.All.Single(setting => setting.Name == name));
        while (Console.ReadLine() is { Length: > 0 } steps)
        {
            Console.WriteLine(loop.Measure(int.Parse(steps, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Images a second over some steps.</summary>
    public double Measure(int steps)
    {
        student.Train();
        var watch = Stopwatch.StartNew();
        using var order = randperm(images.shape[0], ScalarType.Int64);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var rows = order.narrow(0, (long)step * ConvolutionSetting.BatchSize % (images.shape[0] - ConvolutionSetting.BatchSize), ConvolutionSetting.BatchSize);
            student.Step(images.index_select(0, rows), labels.index_select(0, rows), teacherLogits.index_select(0, rows));
        }

        return steps * (double)ConvolutionSetting.BatchSize / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        student.Dispose();
        images.Dispose();
        labels.Dispose();
        teacherLogits.Dispose();
    }
}
