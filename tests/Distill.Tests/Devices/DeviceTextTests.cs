using System.Text;
using Distill.Arithmetic;
using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Tests.Training;
using Distill.Training;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Devices;

/// <summary>Students of texts on a device that is not the processor end where those on the processor end.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class DeviceTextTests
{
    private const int Bytes = 32;
    private const string Vocabulary = "[PAD] [UNK] [CLS] [SEP] red green blue dog cat cow d ##o ##g";

    private static readonly string[] Words = ["red", "green", "blue", "dog", "cat", "cow", "dogs", "horse"];

    private static readonly Dictionary<string, NetworkSpec> Networks = new()
    {
        ["bag"] = new BagSpec { Buckets = 64, Dimensions = 6, Widths = [8] },
        ["pieces"] = new WordPieceSpec { Vocabulary = Vocabulary, Dimensions = 6, Widths = [8] },
        ["convolutions"] = new WordPieceSpec { Vocabulary = Vocabulary, Dimensions = 6, Kernels = [2, 3], Filters = 4, Widths = [] },
        ["transformer"] = new TransformerSpec { Vocabulary = Vocabulary, Dimensions = 12, Heads = 3, Hidden = 20, Layers = 2, Length = 10, Dropout = 0.1 },
        ["transformer by its first piece"] = new TransformerSpec { Vocabulary = Vocabulary, Dimensions = 12, Heads = 3, Hidden = 20, Layers = 1, Length = 10, Pooling = TextPooling.First },
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachNetworkLeadsToTheSameWeights(string name)
    {
        Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
        var here = Train(CPU, Networks[name]);
        using var sound = new WithoutOneDnn(true);
        var there = Train(LazyDevice.Device, Networks[name]);

        Assert.Equal(here.Length, there.Length);
        Assert.All(here.Zip(there), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static double[] Train(Device device, NetworkSpec network)
    {
        using var scope = NewDisposeScope();
        using var student = Classifier.Build(new ModelSpec(ExampleShape.Features(Bytes), ["colours", "animals"], Normalisation.None, network), seed: 1).to(device);
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(6),
            RecordEvery = Duration.Steps(1),
            Schedule = new ConstantRate { Rate = 0.05 },
        };
        var recorder = new Recorder(_ =>
        {
            if (device.type != DeviceType.CPU)
            {
                LazyDevice.Sync();
            }
        });
        using var trainer = new Trainer(new TrainingTask(student, Texts(40, 1), new HardLabels(), options) { HeldOut = Texts(12, 2) });
        trainer.Run([recorder]);
        return [.. recorder.Of("loss"), .. recorder.Of("nll"), .. student.Weights().SelectMany(pair => pair.Parameter.cpu().to(ScalarType.Float64).data<double>().ToArray())];
    }

    private static ExampleView Texts(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var texts = Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, 1 + random.Below(4)).Select(_ => Words[random.Below(Words.Length)]))).ToArray();
        return new ExampleView(new MemoryTexts(texts, Bytes));
    }

    private sealed class MemoryTexts(string[] texts, int bytes) : IExampleSource
    {
        public string Name => "colours and animals";

        public int Count => texts.Length;

        public ExampleShape Shape => ExampleShape.Features(bytes);

        public ElementType ElementType => ElementType.Text;

        public IReadOnlyList<string> ClassNames => ["colours", "animals"];

        public Runs.Fingerprint Fingerprint => Runs.Fingerprint.Of(texts);

        public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
        {
            destination.Clear();
            for (var i = 0; i < rows.Length; i++)
            {
                Encoding.UTF8.GetBytes(texts[rows[i]]).CopyTo(destination[(i * bytes)..]);
            }
        }

        public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                destination[i] = Array.IndexOf(Words, texts[rows[i]].Split(' ')[0]) < 3 ? 0 : 1;
            }
        }
    }
}
