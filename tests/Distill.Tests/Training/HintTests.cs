using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

[Collection(nameof(DefaultGenerator))]
public sealed class HintTests
{
    private static readonly (string Student, string Teacher) First = ("relu1", "relu1");
    private static readonly (string Student, string Teacher) Second = ("relu2", "relu2");
    private static readonly ConvNetSpec ConvNet = new() { Channels = [4, 6], BatchNorm = false, Hidden = 0 };

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void HintsAloneTeachHiddenLayersAndLeaveTheLastAsItWas(Precision precision)
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(seed: 2);
        using var teacher = Tasks.Student(seed: 1, new MlpSpec { Widths = [16, 12] });
        var last = student.State().Where(pair => pair.Name.StartsWith("linear3", StringComparison.Ordinal)).Select(pair => pair.Value.clone()).ToArray();
        var before = Explained(student, teacher);
        var options = Tasks.Options with { Duration = Duration.Epochs(20), Optimizer = new AdamOptions(), Schedule = new CosineRate { Rate = 0.01 }, Precision = precision };

        using (var trainer = new Trainer(Hinted(student, teacher, HintMatching.Alone, options)))
        {
            trainer.Run();
        }

        var after = Explained(student, teacher);
        Assert.True(after > 0.9, $"{before} {after}");
        Assert.True(after > before + 0.02, $"{before} {after}");
        Assert.Equal(last.Select(value => value.bytes.ToArray()), student.State().Where(pair => pair.Name.StartsWith("linear3", StringComparison.Ordinal)).Select(pair => pair.Value.bytes.ToArray()));
    }

    [Fact]
    public void StepsAreThoseOfALoopWrittenByHand()
    {
        using var scope = NewDisposeScope();
        using var student = Tasks.Student(seed: 2);
        using var twin = Tasks.Student(seed: 2);
        using var teacher = Tasks.Student(seed: 1, new MlpSpec { Widths = [30, 20] });
        var options = Tasks.Options with { Duration = Duration.Steps(6), Optimizer = new SgdOptions { Momentum = 0.9 } };
        var task = new TrainingTask(student, Tasks.Examples(), new HardLabels(), options) { Hints = new HintMatching(teacher, [First]) { Weight = 0.7 } };
        using (var trainer = new Trainer(task))
        {
            trainer.Run();
        }

        using var map = nn.Sequential(("map", nn.Linear(24, 30, dtype: ScalarType.Float32)));
        Initialisation.Draw(map, options.Seed, firstLayerScale: 1);
        var view = Tasks.Examples();
        var order = new EpochOrder(view.Count, options.Seed);
        using var optimizer = torch.optim.SGD(twin.parameters().Concat(map.parameters()), 1, momentum: 0.9);
        teacher.eval();
        for (var step = 0; step < 6; step++)
        {
            using var batch = view.Read(order.Positions(step / 5).AsSpan(step % 5 * 16, Math.Min(16, 70 - (step % 5 * 16))));
            var hidden = Hidden(twin, batch.Inputs);
            var rest = twin.State().ToDictionary(pair => pair.Name, pair => pair.Value);
            var logits = nn.functional.linear(nn.functional.relu(nn.functional.linear(hidden, rest["linear2.weight"], rest["linear2.bias"])), rest["linear3.weight"], rest["linear3.bias"]);
            var guide = Hidden(teacher, batch.Inputs).detach();
            var hint = (map.call(hidden) - guide).square().sum() / guide.square().sum();
            twin.zero_grad();
            map.zero_grad();
            (nn.functional.cross_entropy(logits, batch.Labels) + hint.Times(0.7)).backward();
            optimizer.ParamGroups.Single().LearningRate = options.Schedule.At(step, new TrainingLength(6, 5));
            optimizer.step();
        }

        foreach (var ((name, mine), (_, theirs)) in student.State().Zip(twin.State()))
        {
            Assert.True((mine - theirs).abs().max().item<float>() < 1e-5f, name);
        }
    }

    [Fact]
    public void AttentionFollowsTheMapAndNotTheChannels()
    {
        using var scope = NewDisposeScope();
        using var teacher = Tasks.Student(seed: 1, ConvNet);
        using var student = Tasks.Student(seed: 2, ConvNet with { Channels = [3, 5] });
        using var batch = Tasks.Examples().Read(0, 16);
        using var term = new HintTerm(new HintMatching(teacher, [("relu1_1", "relu1_1")]) { Kind = HintKind.Attention, Weight = 3 }, student, batch.Inputs, seed: 1);
        term.Watch(student);
        using (term.Catch())
        {
            student.call(batch.Inputs);
        }

        var found = term.Loss(batch.Inputs).item<float>();

        var expected = 0.0;
        var (mine, guide) = (Maps(student, batch.Inputs), Maps(teacher, batch.Inputs));
        for (var i = 0; i < mine.Length; i++)
        {
            expected += mine[i].Zip(guide[i], (a, b) => (a - b) * (a - b)).Sum();
        }

        Assert.Equal(3 * expected / mine.Length, found, 1e-4);
        Assert.Empty(term.Weights());
    }

    [Fact]
    public void StoppedAtAnyStepItEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.File("whole"), null);
        foreach (var stop in new[] { 1, 4, 7 })
        {
            Train(folder.File($"stopped-{stop}"), stop);
            Assert.Equal(whole, Train(folder.File($"stopped-{stop}"), null));
        }
    }

    [Fact]
    public void ACheckpointIsThatOfItsHints()
    {
        using var folder = new TemporaryFolder();
        Train(folder.File("run"), 4);
        var error = Assert.Throws<DistillException>(() => Train(folder.File("run"), null, weight: 0.5));
        Assert.Contains("hints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotFollowIsRefusedBeforeTheFirstStep()
    {
        using var student = Tasks.Student();
        using var teacher = Tasks.Student(seed: 3, new MlpSpec { Widths = [9] });
        using var images = Tasks.Student(seed: 3, ConvNet);
        AssertRefused("the teacher of the hints has no layer 'relu2'. Did you mean 'relu1'?", new HintMatching(teacher, [("relu1", "relu2")]));
        AssertRefused("the student has no layer 'hidden'", new HintMatching(teacher, [new("hidden", "relu1")]));
        AssertRefused("no pair of layers", new HintMatching(teacher, []));
        AssertRefused("expected a finite number above 0", new HintMatching(teacher, [("relu1", "relu1")]) { Weight = 0 });
        AssertRefused("the student itself", new HintMatching(student, [First]));
        AssertRefused("has no map of attention", new HintMatching(teacher, [First]) { Kind = HintKind.Attention });
        AssertRefused("two layers of units", new HintMatching(images, [("relu1", "relu1_1")]));
        var none = Assert.Throws<DistillException>(() => new Trainer(new TrainingTask(student, Tasks.Examples(), HintMatching.Alone, Tasks.Options)));
        Assert.Contains("there are none", none.Message, StringComparison.Ordinal);

        void AssertRefused(string expected, HintMatching hints)
        {
            var error = Assert.Throws<DistillException>(() => new Trainer(new TrainingTask(student, Tasks.Examples(), new HardLabels(), Tasks.Options) { Hints = hints }));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    private static TrainingTask Hinted(Classifier student, Classifier teacher, IObjective objective, TrainingOptions options) =>
        new(student, Tasks.Examples(600, labelled: false), objective, options) { Hints = new HintMatching(teacher, [First, Second]) };

    private static byte[] Train(string path, int? stop, double weight = 1)
    {
        using var student = Tasks.Student(seed: 2);
        using var teacher = Tasks.Student(seed: 1);
        using var cancellation = new CancellationTokenSource();
        var options = Tasks.Options with { RecordEvery = Duration.Steps(1), Optimizer = new AdamOptions() };
        using var trainer = new Trainer(
            Hinted(student, teacher, HintMatching.Alone, options) with { Hints = new HintMatching(teacher, [First, Second]) { Weight = weight } }, path);
        trainer.Run(
            [new Recorder(record =>
            {
                if (record.Step == stop)
                {
                    cancellation.Cancel();
                }
            })],
            cancellationToken: cancellation.Token);
        return [.. student.State().SelectMany(pair => pair.Value.bytes.ToArray())];
    }

    private static Tensor Hidden(Classifier model, Tensor inputs)
    {
        var weights = model.State().ToDictionary(pair => pair.Name, pair => pair.Value);
        return nn.functional.relu(nn.functional.linear(model.Normalise(inputs).flatten(1), weights["linear1.weight"], weights["linear1.bias"]));
    }

    /// <summary>How much of the teacher's first layer the best linear map of the student's explains, 0 to 1, by least squares in float64.</summary>
    private static double Explained(Classifier student, Classifier teacher)
    {
        using var batch = Tasks.Examples(400, seed: 8).Read(0, 400);
        var mine = cat([Hidden(student, batch.Inputs).detach(), ones(400, 1)], 1).to(ScalarType.Float64);
        var guide = Hidden(teacher, batch.Inputs).detach().to(ScalarType.Float64);
        var map = mine.pinverse().matmul(guide);
        return 1 - ((mine.matmul(map) - guide).square().sum() / guide.square().sum()).item<double>();
    }

    private static double[][] Maps(Classifier model, Tensor inputs)
    {
        var weights = model.State().ToDictionary(pair => pair.Name, pair => pair.Value);
        var layer = nn.functional.relu(nn.functional.conv2d(model.Normalise(inputs), weights["conv1_1.weight"], weights["conv1_1.bias"], padding: [1L, 1L])).to(ScalarType.Float64).detach();
        return [.. Enumerable.Range(0, (int)layer.shape[0]).Select(image =>
        {
            var map = layer[image].square().mean([0]).flatten().contiguous().data<double>().ToArray();
            var length = Math.Sqrt(map.Sum(value => value * value));
            return map.Select(value => value / length).ToArray();
        })];
    }
}
