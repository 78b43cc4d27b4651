using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Distributed;
using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Cli.Tests.Ranks;

/// <summary>The gradient of the first step of a batch of 256, by as many ranks as a launcher started.</summary>
internal static class FirstGradient
{
    public const string Verb = "first-gradient";

    private const int Batch = 256;

    /// <summary>What a rank does: it writes the gradient to a file that is named by its number.</summary>
    public static int Serve(string net, string folder)
    {
        var ranks = MpiRanks.Join();
        File.WriteAllBytes(
            Path.Combine(folder, ranks.Rank.ToString(CultureInfo.InvariantCulture)),
            MemoryMarshal.AsBytes<double>(Of(net, ranks)).ToArray());
        ranks.Leave();
        return 0;
    }

    /// <summary>The gradient of all weights.</summary>
    /// <param name="net">"mlp", with dropout and augmentation, or "conv", with batch normalisation.</param>
    /// <param name="ranks">Who shares the batch; null for this process alone.</param>
    public static double[] Of(string net, ICollective? ranks)
    {
        using var scope = NewDisposeScope();
        var examples = net == "mlp" ? new ExampleView(new GlyphSource(new GlyphOptions { Count = Batch })) : Noise();
        NetworkSpec network = net == "mlp"
            ? new MlpSpec { Widths = [120, 60], InputDropout = 0.2, HiddenDropout = 0.5 }
            : new ConvNetSpec { Channels = [8, 12] };
        using var student = Classifier.Build(new ModelSpec(examples.Shape, examples.ClassNames, new Normalisation([0.5], [0.3]), network), seed: 3);
        // So long a step that what it changes is not lost in the digits of the weights.
        const float rate = 100;
        var options = new TrainingOptions
        {
            Duration = Duration.Steps(1),
            BatchSize = Batch,
            Optimizer = new SgdOptions(),
            Schedule = new ConstantRate { Rate = rate },
            Augmentation = new Augmentation { Shift = 2, Flip = true },
        };
        var before = Numbers(student);
        using var trainer = new Trainer(new TrainingTask(student, examples, new HardLabels(), options) { Ranks = ranks });
        trainer.Run();
        return [.. before.Zip(Numbers(student), (was, now) => (was - now) / rate)];
    }

    // Small: one process normalises by sums in f32 of one number after another, of 25,600 numbers in images of 10 × 10. It is off by
    // 2e-6 then, where 2 and 4 ranks, which add up parts, differ by 4e-7.
    private static ExampleView Noise()
    {
        const int side = 4;
        var (random, pixels) = (new Random(1), new byte[Batch * side * side]);
        random.NextBytes(pixels);
        string[] classes = ["one", "two", "three", "four"];
        return new ExampleView(new ArraySource(
            "noise", new ExampleShape(1, side, side), pixels, [.. Enumerable.Range(0, Batch).Select(i => i % classes.Length)], classes));
    }

    private static double[] Numbers(Classifier student) =>
        [.. student.Weights().SelectMany(pair => pair.Parameter.to(ScalarType.Float64).data<double>().ToArray())];
}
