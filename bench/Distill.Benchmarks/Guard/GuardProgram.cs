using System.Diagnostics;
using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Training;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Guard;

/// <summary>
/// What the comparison of a model's layers with double precision costs a training: the first check of an architecture, and one
/// step of a training of it, in turns. Each round has an architecture of its own, since a process checks each only once.
/// </summary>
internal static class GuardProgram
{
    private const int BatchSize = 256;

    public static GuardReport Run(int rounds) => new(
        [.. Networks.SelectMany(network => new[] { Precision.F32, Precision.Bf16 }.Select(precision => Measure(network.Name, network.Input, network.Of, precision, rounds)))],
        rounds, get_num_threads());

    private static readonly (string Name, ExampleShape Input, Func<int, NetworkSpec> Of)[] Networks =
    [
        ("mlp:30", new(1, 28, 28), round => new MlpSpec { Widths = [30 + round] }),
        ("mlp:800,800", new(1, 28, 28), round => new MlpSpec { Widths = [800, 800 + round] }),
        ("mlp:1200,1200", new(1, 28, 28), round => new MlpSpec { Widths = [1200, 1200 + round] }),
        ("conv:16,32,64", new(3, 32, 32), round => new ConvNetSpec { Channels = [16, 32, 64], Hidden = 64 + round }),
        ("resnet:20", new(3, 32, 32), round => new ResNetSpec { Depth = 20, Width = 16 + round }),
    ];

    private static GuardCost Measure(string name, ExampleShape input, Func<int, NetworkSpec> network, Precision precision, int rounds)
    {
        var examples = new ExampleView(new ArraySource("noise", input, Noise(BatchSize * input.Size), new int[BatchSize], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]));
        var (checks, steps) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            using var model = Classifier.Build(
                new ModelSpec(input, [.. examples.ClassNames], Normalisation.None, network(round)), seed: 1);
            using var working = precision == Precision.Bf16 ? model.Copy(precision) : null;
            using var batch = examples.Read(0, BatchSize);
            var watch = Stopwatch.StartNew();
            (working ?? model).CheckArithmetic(batch.Inputs, learns: true);
            checks[round] = watch.Elapsed.TotalSeconds;
            var task = new TrainingTask(model, examples, new HardLabels(), new TrainingOptions { Duration = Duration.Steps(10), BatchSize = BatchSize, Precision = precision });
            using var trainer = new Trainer(task);
            watch.Restart();
            trainer.Run([], null, CancellationToken.None);
            steps[round] = watch.Elapsed.TotalSeconds / 10;
        }

        return new GuardCost(name, precision == Precision.Bf16 ? "bf16" : "f32", InterleavedTimer.Median(checks), InterleavedTimer.Median(steps));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
