using Distill.Jobs.Evaluation;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Jobs.Teachers;
using Distill.Jobs.Tests.Training;
using Distill.Jobs.Training;
using Distill.Libtorch;
using Distill.Models;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Devices;
using Distill.Text.Encoders;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

/// <summary>Work of the verbs on a device that is not the processor, which a job takes from its recipe or from who calls it.</summary>
public sealed class DeviceJobTests
{
    private const string Data = "glyphs";

    // The lazy device computes nothing until it is asked to.
    private static readonly JobContext Context = new() { Observers = (_, _) => [LazyDevice.Steps] };

    [Fact]
    public void TrainingLabellingAndMeasuringGiveWhatTheProcessorGives()
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        using var folder = new TemporaryFolder();
        var here = Work(folder, "here");
        double[] there;
        using (ComputeDevice.Use(LazyDevice.Device))
        {
            there = Work(folder, "there");
        }

        Assert.Equal(here.Length, there.Length);
        Assert.All(here.Zip(there), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        Assert.Equal("cpu", RunDirectory.Open(folder.File("here")).ReadManifest().Arithmetic!.Device);
        Assert.Equal("17", RunDirectory.Open(folder.File("there")).ReadManifest().Arithmetic!.Device);
    }

    [Fact]
    public void StudentsOfASweepTrainOneAfterAnotherThere()
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        using var folder = new TemporaryFolder();
        ModelFile.Save(folder.File("teacher.safetensors"), Classifier.Build(Spec(new MlpSpec { Widths = [16] }), seed: 1));
        var recipe = new SweepRecipe
        {
            Data = Data,
            Limit = 100,
            HeldOut = 0.1,
            Teacher = [folder.File("teacher.safetensors")],
            Grid = new SweepGrid { Networks = [new MlpSpec { Widths = [8] }], Temperatures = [4], HardWeights = [0.1], Seeds = [1], Training = Options },
        };
        var said = new List<string>();
        using var device = ComputeDevice.Use(LazyDevice.Device);

        var sweep = SweepJob.Run(SweepJob.Create(folder.File("sweep"), "", recipe), recipe, Context with { Say = said.Add });

        Assert.False(sweep.Networks[0].Together);
        Assert.Contains(said, sentence => sentence.Contains("the passes of a population are for the processor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatAnEncoderGivesIsMadeHereAndBroughtThere(bool vectorsAlone)
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "dog"], seed: 3);
        NetworkSpec network = vectorsAlone
            ? new WordPieceSpec { Vectors = folder.File("encoder"), Dimensions = 4, Widths = [] }
            : new TransformerSpec { Encoder = folder.File("encoder"), Length = 8 };
        var spec = new ModelSpec(ExampleShape.Features(32), ["a", "b"], Normalisation.None, network);
        using var here = TextEncoder.Build(spec, seed: 2);
        using var device = ComputeDevice.Use(LazyDevice.Device);

        using var there = TextEncoder.Build(spec, seed: 2);

        Assert.Equal(LazyDevice.Device.type, there.Device.type);
        Assert.Equal(here.Fingerprint(), there.Fingerprint());
    }

    [Fact]
    public void ADeviceThatIsNotThereIsRefusedBeforeTheRunIsMade()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a card here.");
        using var folder = new TemporaryFolder();
        var recipe = new TrainRecipe { Data = Data, Network = new MlpSpec { Widths = [8] }, Device = "cuda" };

        var refusal = Assert.Throws<DistillException>(() => TrainJob.Create(folder.File("run"), "", recipe));

        Assert.Contains("There is no device cuda here", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    private static TrainingOptions Options => new() { Duration = Duration.Epochs(1), BatchSize = 32, RecordEvery = Duration.Steps(1), EvaluateEvery = Duration.Steps(2) };

    private static ModelSpec Spec(NetworkSpec network)
    {
        var (train, _) = Datasets.DataSets.Open(Data, new Images.DataOptions(), new JobContext());
        return new ModelSpec(train.Shape, train.ClassNames, new Normalisation([0.2], [0.3]), network);
    }

    // What a teacher makes of the test, its soft targets, and what a student of it makes of the test.
    private static double[] Work(TemporaryFolder folder, string name)
    {
        ModelFile.Save(folder.File("teacher.safetensors"), Classifier.Build(Spec(new MlpSpec { Widths = [16] }), seed: 1));
        var teacher = new TeacherFiles([folder.File("teacher.safetensors")], EnsembleMean.Arithmetic, new());
        LabelJob.Run(Data, new(), teacher, folder.File(name + "-targets"), new TargetStoreOptions(), new JobContext());
        var recipe = new TrainRecipe { Data = Data, Limit = 200, Network = new MlpSpec { Widths = [8] }, Teacher = teacher.Files, Training = Options };
        var run = TrainJob.Create(folder.File(name), "", recipe);
        var outcome = TrainJob.Run(run, recipe, Context);
        var measured = EvaluateJob.Run(outcome.Model, Data, new(), teacher, null, new JobContext());
        using var store = SoftTargetStore.Open(folder.File(name + "-targets"));
        using var targets = store.Targets([0, 1, 2, 3], 4);
        return
        [
            .. targets.LogProbabilities.data<float>().ToArray().Select(value => Math.Round(value, 2)),
            outcome.Training.Best!.Nll, measured.Model.Test.Errors, measured.Model.Test.Nll,
        ];
    }
}
