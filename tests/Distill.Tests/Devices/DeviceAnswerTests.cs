using Distill.Data;
using Distill.Evaluation;
using Distill.Libtorch;
using Distill.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Devices;

/// <summary>What models and teachers on another device than the processor answer is what they answer on the processor.</summary>
public sealed class DeviceAnswerTests
{
    private static readonly ExampleView View = Tasks.Examples(50);

    [Fact]
    public void FilesFingerprintsAndPredictionsAreTheSame()
    {
        RequireDevice();
        using var folder = new TemporaryFolder();
        using var here = Tasks.Student(seed: 4);
        ModelFile.Save(folder.File("here.safetensors"), here);
        using var use = ComputeDevice.Use(LazyDevice.Device);
        using var there = ModelFile.Load(folder.File("here.safetensors"));
        ModelFile.Save(folder.File("there.safetensors"), there);

        Assert.Equal(LazyDevice.Device.type, there.Device.type);
        Assert.Equal(here.Fingerprint(), there.Fingerprint());
        Assert.Equal(File.ReadAllBytes(folder.File("here.safetensors")), File.ReadAllBytes(folder.File("there.safetensors")));
        Close(Predictor.Of(here), Predictor.Of(there));
        var (one, other) = (Evaluator.Evaluate(Predictor.Of(here), View).Metrics, Evaluator.Evaluate(Predictor.Of(there), View).Metrics);
        Assert.Equal(one.Errors, other.Errors);
        Assert.Equal(one.Nll, other.Nll, 1e-5);
    }

    [Fact]
    public void CopiesAndNewModelsLieWhereTheyShould()
    {
        RequireDevice();
        using var moved = Tasks.Student(seed: 4).to(LazyDevice.Device);
        using var copy = moved.Copy(Precision.F32);
        Assert.Equal(LazyDevice.Device.type, copy.Device.type);
        using (ComputeDevice.Use(LazyDevice.Device))
        {
            using var built = Tasks.Student(seed: 4);
            Assert.Equal(LazyDevice.Device.type, built.Device.type);
            Assert.Equal(moved.Fingerprint(), built.Fingerprint());
        }

        using var after = Tasks.Student();
        Assert.True(after.Device.IsCpu());
    }

    [Theory]
    [InlineData("model")]
    [InlineData("arithmetic")]
    [InlineData("geometric")]
    [InlineData("two places")]
    public void LabelsAreTheSame(string teacher)
    {
        RequireDevice();
        double[] temperatures = teacher is "model" or "geometric" ? [1, 4] : [4];
        using var folder = new TemporaryFolder();
        foreach (var (name, device) in new[] { ("here", CPU), ("there", LazyDevice.Device) })
        {
            using var opened = Teacher(teacher, device);
            Labeller.Label(folder.File(name), View, opened, new TargetStoreOptions { RowsPerShard = 20, BatchSize = 7, TopK = 2, Temperatures = temperatures });
        }

        using var here = SoftTargetStore.Open(folder.File("here"));
        using var there = SoftTargetStore.Open(folder.File("there"));
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, 50).Select(row => (long)row).ToArray();
        foreach (var temperature in temperatures)
        {
            var (one, other) = (here.Targets(rows, temperature), there.Targets(rows, temperature));
            Assert.True(one.Support!.eq(other.Support!).all().item<bool>());
            Assert.InRange((one.LogProbabilities - other.LogProbabilities).abs().max().item<float>(), 0, 2e-3);
        }
    }

    [Fact]
    public void CovariancesAreTheSame()
    {
        RequireDevice();
        using var here = Teacher("model", CPU);
        using var there = Teacher("model", LazyDevice.Device);
        var (one, other) = (CovarianceCounter.Count(here, View), CovarianceCounter.Count(there, View));

        Assert.Equal(one.Count, other.Count);
        Assert.All(Enumerable.Range(0, 16), pair => Assert.Equal(one[pair / 4, pair % 4], other[pair / 4, pair % 4], 1e-4));
    }

    [Fact]
    public void BytesOfADeviceCannotBeReadAsTheProcessors()
    {
        RequireDevice();
        using var there = ones(3).to(LazyDevice.Device);

        // So a kernel of the library that is given such a tensor fails in the tests above, and does not read elsewhere.
        Assert.Throws<InvalidOperationException>(() => there.bytes.Length);
    }

    [Theory]
    [InlineData("gpu", "expected auto, cpu, cuda, cuda:1")]
    [InlineData("cuda:-1", "expected auto, cpu, cuda, cuda:1")]
    [InlineData("CPU", "expected auto, cpu, cuda, cuda:1")]
    [InlineData("", "expected auto, cpu, cuda, cuda:1")]
    public void ANameThatIsNoneIsRefused(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<DistillException>(() => ComputeDevice.Named(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void ADeviceThatIsNotThereSaysWhatItTakes()
    {
        Assert.SkipWhen(cuda.is_available(), "There is a card here.");
        Assert.Contains("libtorch-cuda-12.8-linux-x64", Assert.Throws<DistillException>(() => ComputeDevice.Named("cuda")).Message, StringComparison.Ordinal);
        Assert.Contains("no device cuda:3 here", Assert.Throws<DistillException>(() => ComputeDevice.Named("cuda:3")).Message, StringComparison.Ordinal);
        Assert.True(ComputeDevice.Named("auto").IsCpu());
        Assert.True(Distill.Libtorch.LibtorchProcess.Device("cpu").IsCpu());
    }

    [Fact]
    public void ACardThatIsThereIsFound()
    {
        Assert.SkipUnless(cuda.is_available(), "There is no card here.");
        Assert.Equal("cuda", ComputeDevice.Name(ComputeDevice.Named("auto")));
    }

    private static ITeacher Teacher(string kind, Device device)
    {
        ModelTeacher Member(long seed, Device where) => new(Tasks.Student(seed).to(where));
        return kind switch
        {
            "model" => Member(5, device),
            "arithmetic" => new EnsembleTeacher([Member(5, device), Member(6, device)], EnsembleMean.Arithmetic),
            "geometric" => new EnsembleTeacher([Member(5, device), Member(6, device)], EnsembleMean.Geometric),
            _ => new EnsembleTeacher([Member(5, device), Member(6, CPU)], EnsembleMean.Arithmetic),
        };
    }

    private static void Close(Predictor here, Predictor there)
    {
        var (one, other) = (here.Predict(View).LogProbabilities.ToArray(), there.Predict(View).LogProbabilities.ToArray());
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static void RequireDevice() => Assert.SkipUnless(LazyDevice.Exists, "This libtorch has no lazy device.");
}
