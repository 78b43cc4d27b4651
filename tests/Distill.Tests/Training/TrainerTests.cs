using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

[Collection(nameof(DefaultGenerator))]
public sealed class TrainerTests
{
    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void AStudentLearns(Precision precision)
    {
        using var student = Tasks.Student();
        var options = Tasks.Options with { Duration = Duration.Epochs(8), Optimizer = new AdamOptions(), Precision = precision };
        using var trainer = new Trainer(Tasks.Hard(student, options) with { HeldOut = Tasks.Examples(200, seed: 9) });

        var result = trainer.Run();

        Assert.True(result.Completed);
        Assert.Equal(40, result.Steps);
        Assert.Equal(8, result.Epochs);
        Assert.InRange(result.Last!.Errors, 0, 10);
        Assert.True(result.ExamplesPerSecond > 0);
    }

    [Fact]
    public void StepsAreThoseOfALoopWrittenByHand()
    {
        const double temperature = 4;
        using var scope = NewDisposeScope();
        using var student = Tasks.Student();
        using var twin = Tasks.Student();
        using var teacher = new PixelTeacher();
        var options = Tasks.Options with { WeightDecay = 0.01, Duration = Duration.Steps(7) };
        using (var trainer = new Trainer(Tasks.Distilling(student, teacher, options)))
        {
            trainer.Run();
        }

        var view = Tasks.Examples();
        var order = new EpochOrder(view.Count, options.Seed);
        var matrices = twin.parameters().Where(parameter => parameter.dim() == 2).ToArray();
        var biases = twin.parameters().Where(parameter => parameter.dim() == 1).ToArray();
        using var ofMatrices = torch.optim.SGD(matrices, 1, momentum: 0.9, weight_decay: 0.01);
        using var ofBiases = torch.optim.SGD(biases, 1, momentum: 0.9);
        twin.train();
        for (var step = 0; step < 7; step++)
        {
            var first = step % 5 * 16;
            using var batch = view.Read(order.Positions(step / 5).AsSpan(first, Math.Min(16, 70 - first)));
            using var targets = teacher.Targets(batch, temperature);
            var logits = twin.call(batch.Inputs);
            var soft = -(targets.LogProbabilities.exp() * (logits / temperature).log_softmax(1)).sum(1) * temperature * temperature;
            var hard = nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None);
            twin.zero_grad();
            (soft * 0.9 + hard * 0.1).mean().backward();
            foreach (var optimizer in new[] { ofMatrices, ofBiases })
            {
                optimizer.ParamGroups.Single().LearningRate = options.Schedule.At(step, new TrainingLength(7, 5));
                optimizer.step();
            }
        }

        foreach (var ((name, mine), (_, theirs)) in student.State().Zip(twin.State()))
        {
            Assert.True((mine - theirs).abs().max().item<float>() < 1e-5f, name);
        }
    }

    [Fact]
    public void TeacherAndStudentSeeTheSameAugmentedImages()
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();
        var options = Tasks.Options with { Augmentation = new Augmentation { Shift = 2 } };
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options));
        teacher.Seen.Clear();

        trainer.Run();

        var view = Tasks.Examples();
        var augmenter = new Augmenter(options.Augmentation, view.Shape, view.ElementType, options.Seed);
        using var second = view.Read(new EpochOrder(view.Count, options.Seed).Positions(1).AsSpan(16, 16), augmenter, 1, 16);
        Assert.Equal(second.Inputs.bytes.ToArray(), teacher.Seen[6]);
    }

    [Fact]
    public void LastAndBestAreKeptApart()
    {
        using var student = Tasks.Student();
        using var best = Tasks.Student(seed: 5);
        // A rate that wrecks what the first steps have learned.
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(12),
            EvaluateEvery = Duration.Steps(1),
            Schedule = new ConstantRate { Rate = 3, WarmUp = Duration.Steps(12) },
        };
        var heldOut = Tasks.Examples(100, seed: 3);
        using var trainer = new Trainer(Tasks.Hard(student, options) with { HeldOut = heldOut });
        var scores = new Recorder();

        var result = trainer.Run([scores]);

        Assert.True(trainer.CopyBestTo(best));
        Assert.True(result.Best!.IsBetterThan(result.Last));
        Assert.Equal(12, result.Last!.Step);
        Assert.Equal(scores.Of("errors").Min(), result.Best.Errors);
        Assert.Equal(scores.Of("errors").Last(), result.Last.Errors);
        Assert.Equal(result.Best.Errors, HeldOutEvaluation.Of(best, heldOut, 100, 0, 0).Errors);
        Assert.Equal(result.Last.Errors, HeldOutEvaluation.Of(student, heldOut, 100, 0, 0).Errors);
    }

    [Fact]
    public void MetricsAreRecordedAtTheirIntervalsAndAtTheEnd()
    {
        using var student = Tasks.Student();
        using var trainer = new Trainer(Tasks.Hard(student) with { HeldOut = Tasks.Examples(20) });
        var recorder = new Recorder();

        trainer.Run([recorder]);

        Assert.Equal([2, 4, 6, 8, 10], recorder.Records.Where(record => record.Kind == MetricsKind.Train).Select(record => record.Step));
        Assert.Equal([3, 6, 9, 10], recorder.Records.Where(record => record.Kind == MetricsKind.Evaluation).Select(record => record.Step));
        Assert.Equal(0.4, recorder.Records[0].Epoch);
        Assert.Equal(Tasks.Options.Schedule.At(1, new TrainingLength(10, 5)), recorder.Records[0].Values["rate"]);
    }

    [Fact]
    public void WatchedExamplesAreMeasuredAndChangeNothing()
    {
        using var alone = Tasks.Student();
        using var watched = Tasks.Student();
        var (heldOut, test) = (Tasks.Examples(20), Tasks.Examples(60, seed: 9));
        using var plain = new Trainer(Tasks.Hard(alone) with { HeldOut = heldOut });
        using var watching = new Trainer(Tasks.Hard(watched) with { HeldOut = heldOut, Watched = new Dictionary<string, ExampleView> { ["test"] = test } });
        var recorder = new Recorder();

        var expected = plain.Run();
        var result = watching.Run([recorder]);

        Assert.Equal(alone.Fingerprint(), watched.Fingerprint());
        Assert.Equal((expected.Last, expected.Best), (result.Last, result.Best));
        var records = recorder.Records.Where(record => record.Kind == MetricsKind.Watched).ToList();
        Assert.Equal([3, 6, 9, 10], records.Select(record => record.Step));
        var last = HeldOutEvaluation.Of(watched, test, Tasks.Options.EvaluationBatchSize, 0, 0);
        Assert.Equal(
            (last.Errors, 1 - (last.Errors / 60.0), last.Nll),
            (records[^1].Values["test.errors"], records[^1].Values["test.accuracy"], records[^1].Values["test.nll"]));
    }

    [Fact]
    public void WatchedExamplesMustFitTheStudent()
    {
        using var student = Tasks.Student();
        var watched = new Dictionary<string, ExampleView> { ["test"] = Tasks.Examples(labelled: false) };

        var error = Assert.Throws<DistillException>(() => new Trainer(Tasks.Hard(student) with { Watched = watched }));

        Assert.Contains("the watched examples 'test'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxNormHoldsAfterTraining()
    {
        using var student = Tasks.Student(network: new MlpSpec { Widths = [24, 20], MaxNorm = 0.2 });
        using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Precision = Precision.Bf16 }));

        trainer.Run();

        foreach (var (name, weight) in student.HiddenUnitWeights())
        {
            using var norms = weight.detach().pow(2).sum(1);
            Assert.True(norms.max().item<float>() <= 0.2f * 1.00001f, name);
            Assert.True(norms.max().item<float>() > 0.199f, name);
        }
    }

    [Fact]
    public void ClippedGradientsBoundTheStep()
    {
        using var student = Tasks.Student();
        using var before = student.Copy(Precision.F32);
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(1),
            Optimizer = new SgdOptions { Momentum = 0 },
            Schedule = new ConstantRate { Rate = 1 },
            GradientClip = 0.01,
        };
        using var trainer = new Trainer(Tasks.Hard(student, options));

        trainer.Run();

        var squared = 0.0;
        foreach (var ((_, now), (_, then)) in student.State().Zip(before.State()))
        {
            using var difference = (now - then).detach().to(ScalarType.Float64).pow(2).sum();
            squared += difference.item<double>();
        }

        Assert.Equal(0.01, Math.Sqrt(squared), 1e-6);
    }

    [Fact]
    public void TheFirstLossThatIsNoNumberStopsTraining()
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher(failsAtBatch: 7);
        var options = Tasks.Options with { Schedule = new ConstantRate { Rate = 0.25 }, Precision = Precision.Bf16 };
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options) with { HeldOut = null });
        teacher.Seen.Clear();

        Assert.Null(trainer.Failure);
        var error = Assert.Throws<DistillException>(() => trainer.Run());

        Assert.Equal((FailureReason.Diverged, true), (error.Reason, error.IsWorkFailure));
        Assert.Contains("Going on with the same options comes to the same end", error.Message, StringComparison.Ordinal);
        Assert.Contains(trainer.Failure!, error.Message, StringComparison.Ordinal);
        Assert.Matches(@"^step 7 of 10 \(epoch 1.2\): the loss is NaN, with temperature 4, learning rate 0.25, precision bf16", trainer.Failure);
    }

    [Fact]
    public void WeightsThatTheLastStepMadeInfiniteAreNoResult()
    {
        using var folder = new TemporaryFolder();
        using var student = Tasks.Student();
        using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Duration = Duration.Steps(1) }) with { Objective = new Steep() }, folder.Path);

        Assert.Throws<DistillException>(() => trainer.Run());

        Assert.Matches("^step 1 of 1 .*: a weight is NaN", trainer.Failure);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void EverythingThatDoesNotFitIsSaidAtOnceAndBeforeAnyTensorIsMade()
    {
        using var student = Tasks.Student(classes: 5);
        using var teacher = new PixelTeacher(seesInputs: false, classes: 7);
        var task = Tasks.Distilling(student, teacher, Tasks.Options with { BatchSize = -1, Augmentation = new Augmentation { Shift = 1 } }) with
        {
            Examples = Tasks.Examples(labelled: false, name: "unlabelled"),
        };
        var tensors = DisposeScopeManager.Statistics.CreatedOutsideScopeCount;

        var message = Assert.Throws<DistillException>(() => new Trainer(task)).Message;

        Assert.Equal(tensors, DisposeScopeManager.Statistics.CreatedOutsideScopeCount);
        Assert.Contains("batchSize is -1", message);
        Assert.Contains("unlabelled, have 4 classes, but the student has 5", message);
        Assert.Contains("has 7 classes, but the student 5", message);
        Assert.Contains("unlabelled, lack labels (row 0 is the first)", message);
        Assert.Contains("cannot follow augmentation", message);
    }

    [Fact]
    public void ATeacherAndItsObjectiveComeTogether()
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();

        var missing = Assert.Throws<DistillException>(() => new Trainer(Tasks.Distilling(student, teacher) with { Teacher = null }));
        var idle = Assert.Throws<DistillException>(() => new Trainer(Tasks.Hard(student) with { Teacher = teacher }));

        Assert.Contains("wants soft targets at temperature 4, but there is no teacher", missing.Message);
        Assert.Contains("wants no soft targets", idle.Message);
    }

    [Fact]
    public void UnlabelledExamplesServeAsTransferSet()
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();
        var task = Tasks.Distilling(student, teacher, Tasks.Options with { Duration = Duration.Epochs(20) }) with
        {
            Examples = Tasks.Examples(labelled: false),
            Objective = new SoftTargetMatching(2),
        };
        using var trainer = new Trainer(task);

        Assert.InRange(trainer.Run().Last!.Errors, 0, 3);
    }

    [Fact]
    public void LibtorchsGeneratorIsLeftAsItWas()
    {
        using var student = Tasks.Student(network: new MlpSpec { Widths = [24], HiddenDropout = 0.5 });
        using var trainer = new Trainer(Tasks.Hard(student));
        using var before = get_rng_state();

        trainer.Run();

        using var after = get_rng_state();
        Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
    }

    // Its value is the loss on labels; its slope is not finite.
    private sealed class Steep : IObjective
    {
        public string Description => "a steep edge";

        public double? TeacherTemperature => null;

        public bool NeedsLabels => true;

        public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets) => new HardLabels().Losses(logits, labels, null) + (logits - logits).sqrt().sum(1);
    }
}
