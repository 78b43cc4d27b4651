using Distill.Arithmetic;
using Distill.Models;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Tests.Training;
using Distill.Training;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Devices;

/// <summary>Trainings on a device that is not the processor end where those on the processor end.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class DeviceTrainingTests
{
    private static readonly TrainingOptions Options = Tasks.Options with { Duration = Duration.Steps(6), RecordEvery = Duration.Steps(1), Schedule = new ConstantRate { Rate = 0.02 } };

    private static readonly Dictionary<string, IObjective> Objectives = new()
    {
        ["labels"] = new HardLabels(),
        ["soft targets"] = new SoftTargetMatching(3),
        ["both"] = new Distillation(4, 0.3),
        ["logits"] = new LogitMatching(),
        ["decoupled"] = LaterObjectives.Decoupled(2),
        ["standardised"] = LaterObjectives.Standardised(2),
        ["correlation"] = LaterObjectives.Correlation(2),
        ["Jensen-Shannon"] = LaterObjectives.JensenShannon(2, 0.3),
        ["normalised"] = LaterObjectives.Normalised(),
        ["multi-level"] = LaterObjectives.MultiLevel(),
        ["a sum"] = LaterObjectives.Sum((0.7, new SoftTargetMatching(3)), (0.3, new HardLabels())),
        ["by confidence"] = LaterObjectives.ByConfidence(new SoftTargetMatching(2)),
        ["by certainty"] = LaterObjectives.ByCertainty(new SoftTargetMatching(2)),
        ["by label"] = LaterObjectives.ByLabel(new SoftTargetMatching(2)),
    };

    // Gradients near 0 are divided by their own size, which makes whole steps of what two devices round differently; ε keeps them small.
    private static readonly AdamOptions Adam = new() { Epsilon = 1e-4 };

    private static readonly Dictionary<string, OptimizerOptions> Optimizers = new()
    {
        ["sgd"] = new SgdOptions { Momentum = 0 },
        ["momentum"] = new SgdOptions(),
        ["nesterov"] = new SgdOptions { Nesterov = true },
        ["adam"] = Adam,
        ["adamw"] = new AdamWOptions { Epsilon = Adam.Epsilon },
    };

    private static readonly Dictionary<string, NetworkSpec> Networks = new()
    {
        ["mlp"] = new MlpSpec { Widths = [24, 20], InputDropout = 0.2, HiddenDropout = 0.5, MaxNorm = 1 },
        ["conv"] = new ConvNetSpec { Channels = [4, 6], BatchNorm = false, Dropout = 0.3 },
        ["conv with batch normalisation"] = new ConvNetSpec { Channels = [4, 6] },
        ["resnet"] = new ResNetSpec { Depth = 8, Width = 4 },
    };

    public static TheoryData<string> ObjectiveNames => [.. Objectives.Keys];

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    public static TheoryData<string> NetworkNames => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(ObjectiveNames))]
    public void EachObjectiveLeadsToTheSameWeights(string name) => Same(device => Train(device, Options, objective: Objectives[name]));

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void EachOptimizerLeadsToTheSameWeights(string name) =>
        Same(device => Train(device, Options with { Optimizer = Optimizers[name], WeightDecay = 0.01, GradientClip = 0.5 }));

    [Theory]
    [MemberData(nameof(NetworkNames))]
    public void EachNetworkLeadsToTheSameWeights(string name) =>
        // The lazy device keeps no running statistics, which held-out examples are answered by.
        Same(device => Train(device, Options with { Augmentation = new() { Shift = 1 } }, Networks[name], isMeasured: name is "mlp" or "conv"));

    [Fact]
    public void ProductsInBf16LeadToTheSameLosses() => Same(device => Train(device, Options with { Precision = Precision.Bf16 }), tolerance: 0.02);

    [Theory]
    [InlineData(HintKind.Activations)]
    [InlineData(HintKind.Similarity)]
    [InlineData(HintKind.Relations)]
    public void HintsLeadToTheSameWeights(HintKind kind)
    {
        Same(device =>
        {
            using var guide = Tasks.Student(seed: 3, new MlpSpec { Widths = [16, 12] }).to(device);
            return Train(device, Options, hints: new HintMatching(guide, [("relu1", "relu1")]) { Kind = kind });
        });
    }

    [Fact]
    public void AttentionOfImagesLeadsToTheSameWeights()
    {
        var network = new ConvNetSpec { Channels = [4, 6], BatchNorm = false, Hidden = 0 };
        Same(device =>
        {
            using var guide = Tasks.Student(seed: 3, network).to(device);
            return Train(device, Options, network, hints: new HintMatching(guide, [("relu1_1", "relu1_1")]) { Kind = HintKind.Attention });
        });
    }

    [Fact]
    public void AResumedTrainingEndsLikeOneThatNeverStopped()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Optimizer = Adam };
        var number = 0;
        Same(device =>
        {
            var checkpoints = folder.File($"{number++}");
            Train(device, options, stopAfter: 3, checkpoints: checkpoints);
            return Train(device, options, checkpoints: checkpoints);
        });
        // Of the resumed ones only half of the losses, but all of the weights.
        var (whole, resumed) = (Train(CPU, options), Train(CPU, options, checkpoints: folder.File("0")));
        Assert.Equal(whole[^100..], resumed[^100..]);
    }

    [Fact]
    public void ATrainingDoesNotGoOnOnAnotherKindOfDevice()
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        using var folder = new TemporaryFolder();
        Train(CPU, Options, stopAfter: 3, checkpoints: folder.File("0"));

        var refusal = Assert.Throws<Runs.DistillException>(() => Train(LazyDevice.Device, Options, checkpoints: folder.File("0")));

        Assert.Contains("device", refusal.Message, StringComparison.Ordinal);
    }

    private static void Same(Func<Device, double[]> train, double tolerance = 1e-4)
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        var here = train(CPU);
        // On the lazy device nothing looks for oneDNN's faults.
        using var sound = new WithoutOneDnn(true);
        var there = train(LazyDevice.Device);
        Assert.Equal(here.Length, there.Length);
        Assert.All(here.Zip(there), pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    // The losses of all steps, then what is measured after the last, then all weights.
    private static double[] Train(
        Device device, TrainingOptions options, NetworkSpec? network = null, IObjective? objective = null, HintMatching? hints = null,
        string? checkpoints = null, int? stopAfter = null, bool isMeasured = true)
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(seed: 1, network).to(device);
        using var teacher = new ModelTeacher(Tasks.Student(seed: 5, new MlpSpec { Widths = [12] }).to(device));
        objective ??= new Distillation(4, 0.3);
        var task = new TrainingTask(student, Tasks.Examples(), objective, options)
        {
            Teacher = objective.TeacherTemperature is null ? null : teacher,
            HeldOut = isMeasured ? Tasks.Examples(30, seed: 2) : null,
            Hints = hints,
        };
        using var stop = new CancellationTokenSource();
        var recorder = new Recorder(record =>
        {
            if (device.type != DeviceType.CPU)
            {
                LazyDevice.Sync();
            }

            if (record.Step == stopAfter)
            {
                stop.Cancel();
            }
        });
        using var trainer = new Trainer(task, checkpoints);
        var result = trainer.Run([recorder], cancellationToken: stop.Token);
        return [.. recorder.Of("loss"), .. recorder.Of("nll"), .. student.Weights().SelectMany(pair => pair.Parameter.cpu().to(ScalarType.Float64).data<double>().ToArray())];
    }
}
