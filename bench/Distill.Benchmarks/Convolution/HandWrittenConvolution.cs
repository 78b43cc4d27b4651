using System.Diagnostics;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Benchmarks.Convolution;

/// <summary>
/// The loop that one writes in plain TorchSharp for a convolutional student with stored logits: everything float32 and in memory,
/// normalised once, one dispose scope a step, scalars kept, as TorchSharp lets the collector free scalars that libtorch still reads.
/// </summary>
internal sealed class HandWrittenConvolution : IDisposable
{
    /// <summary>The argument that makes this program a process of such a loop, with libtorch as it comes.</summary>
    public const string Argument = "hand-written-convolution";

    private static readonly TorchSharp.Scalar One = 1;
    private static readonly TorchSharp.Scalar Momentum = ConvolutionSetting.Momentum;
    private static readonly TorchSharp.Scalar Down = -ConvolutionSetting.Rate;
    private static readonly TorchSharp.Scalar Temperature = ConvolutionSetting.Temperature;
    private static readonly TorchSharp.Scalar SoftWeight = (1 - ConvolutionSetting.HardWeight) * ConvolutionSetting.Temperature * ConvolutionSetting.Temperature;
    private static readonly TorchSharp.Scalar HardWeight = ConvolutionSetting.HardWeight;
    private static readonly TorchSharp.Scalar White = 255;
    private static readonly TorchSharp.Scalar Mean = ConvolutionSetting.Mean;
    private static readonly TorchSharp.Scalar Deviation = ConvolutionSetting.Deviation;

    private readonly Tensor images;
    private readonly Tensor labels;
    private readonly Tensor teacherLogits;
    private readonly nn.Module<Tensor, Tensor> student;
    private readonly (Parameter Weights, Tensor Momentum)[] trained;

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
        student = HandWrittenNets.Of(setting);
        trained = [.. student.parameters().Select(weights => (weights, zeros_like(weights).DetachFromDisposeScope()))];
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
        student.train();
        var watch = Stopwatch.StartNew();
        using var order = randperm(images.shape[0], ScalarType.Int64);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var rows = order.narrow(0, (long)step * ConvolutionSetting.BatchSize % (images.shape[0] - ConvolutionSetting.BatchSize), ConvolutionSetting.BatchSize);
            var targets = teacherLogits.index_select(0, rows);
            var logits = student.call(images.index_select(0, rows));
            var soft = F.cross_entropy(logits / Temperature, F.softmax(targets / Temperature, 1));
            var hard = F.cross_entropy(logits, labels.index_select(0, rows));
            var loss = (soft * SoftWeight).add(hard, HardWeight);
            student.zero_grad();
            loss.backward();
            Update();
            if (!float.IsFinite(loss.item<float>()))
            {
                throw new InvalidOperationException("the loss is no number");
            }
        }

        return steps * (double)ConvolutionSetting.BatchSize / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        Array.ForEach(trained, pair => pair.Momentum.Dispose());
        student.Dispose();
        images.Dispose();
        labels.Dispose();
        teacherLogits.Dispose();
    }

    private void Update()
    {
        using var quiet = no_grad();
        foreach (var (weights, momentum) in trained)
        {
            momentum.mul_(Momentum).add_(weights.grad!, One);
            weights.add_(momentum, Down);
        }
    }
}
