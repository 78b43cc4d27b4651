using Distill.Files;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Tests.Libtorch;
using Distill.TorchScript;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.TorchScript;

/// <summary>Models that PyTorch exported answer here as they do there.</summary>
public sealed class TorchScriptTeacherTests(TorchModels models)
{
    public static TheoryData<string, bool, OutputKind> Exported => new()
    {
        { "resnet18", false, OutputKind.Logits },
        { "resnet18", true, OutputKind.Logits },
        { "mobilenet_v2", false, OutputKind.Logits },
        { "mobilenet_v2", true, OutputKind.Logits },
        { "mlp", false, OutputKind.Logits },
        { "mlp", true, OutputKind.Logits },
        { "softmax", true, OutputKind.Probabilities },
        { "log_softmax", false, OutputKind.LogProbabilities },
        { "fixed", false, OutputKind.Logits },
        { "fixed", true, OutputKind.Logits },
        { "nhwc", false, OutputKind.Logits },
        { "bf16", true, OutputKind.Logits },
        { "f64", false, OutputKind.Logits },
        { "f16", true, OutputKind.Logits },
    };

    [Theory]
    [MemberData(nameof(Exported))]
    public void TheTargetsAreThoseOfPyTorch(string name, bool script, OutputKind kind)
    {
        using var sound = new SoundConvolutions();
        using var scope = NewDisposeScope();
        var model = models[name];
        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        using var teacher = Open(model, script ? model.Script! : model.Trace!, Options(model));
        var batch = Batch(cases.Read("pixels"));

        var targets = teacher.Targets(batch, 3);

        Assert.Equal(kind, teacher.OutputKind);
        var expected = (cases.Read("logits") / 3).log_softmax(-1);
        Assert.True(expected.std().item<float>() > 0.01);
        var tolerance = name is "bf16" or "f16" ? 5e-2 : 1e-4;
        Assert.True((targets.LogProbabilities - expected).abs().max().item<float>() < tolerance);
    }

    [Fact]
    public void BatchesOfAnySizeGiveTheSameRows()
    {
        using var scope = NewDisposeScope();
        var model = models["fixed"];
        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        using var teacher = Open(model, model.Trace!, Options(model));
        var pixels = cases.Read("pixels");
        var many = teacher.Targets(Batch(pixels.repeat(30, 1, 1, 1)), 1).LogProbabilities;

        var one = teacher.Targets(Batch(pixels.narrow(0, 2, 1)), 1).LogProbabilities;

        Assert.True((many.narrow(0, 2, 1) - one).abs().max().item<float>() < 1e-6);
        Assert.Equal(180, many.shape[0]);
    }

    [Fact]
    public void OneOfSeveralOutputsIsChosenByItsPlace()
    {
        using var scope = NewDisposeScope();
        var model = models["tuple"];
        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        var error = Assert.Throws<DistillException>(() => Open(model, model.Trace!, Options(model)));
        Assert.Contains("0: [3, 10], 1: [3]; say with ForeignTeacherOptions.Output", error.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => Open(model, model.Trace!, Options(model) with { Output = "2" }));
        Assert.Throws<DistillException>(() => Open(model, model.Trace!, Options(model) with { Output = "logits" }));

        using var teacher = Open(model, model.Trace!, Options(model) with { Output = "0" });

        var expected = cases.Read("logits").log_softmax(-1);
        Assert.True((teacher.Targets(Batch(cases.Read("pixels")), 1).LogProbabilities - expected).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void ADictionaryIsRefusedWithTheRemedy()
    {
        var model = models["dictionary"];
        Assert.Contains("self.model(x)[\"logits\"]", Assert.Throws<DistillException>(() => Open(model, model.Trace!, Options(model))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training_norm", "beside other examples")]
    [InlineData("training_dropout", "differently each time")]
    public void AModelTracedInTrainingModeIsRefused(string file, string because)
    {
        var error = Assert.Throws<DistillException>(() => Open(models["softmax"], $"{file}.pt", new ForeignTeacherOptions()));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains("model.eval()", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights.pt", "torch.jit.trace")]
    [InlineData("whole.pt", "torch.jit.trace")]
    [InlineData("legacy.pt", "torch.jit.trace")]
    [InlineData("saves.pt", "names 'save', which reads or writes files")]
    [InlineData("mlp.cases.safetensors", "is no TorchScript file")]
    public void WhatIsNoModelIsRefused(string file, string because) =>
        Assert.Contains(because, Assert.Throws<DistillException>(() => Open(models["softmax"], file, new ForeignTeacherOptions())).Message, StringComparison.Ordinal);

    [Fact]
    public void AnotherSizeIsAnsweredWithWhatToSay()
    {
        var model = models["mlp"];
        var error = Assert.Throws<DistillException>(() => TorchScriptTeacher.Open(models.File(model.Trace!), new ExampleShape(1, 20, 20), Names(10)));
        Assert.Contains("fails on", error.Message, StringComparison.Ordinal);
        Assert.Contains("ForeignTeacherOptions.Size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintIsOfFileAndOptions()
    {
        var model = models["mlp"];
        using var one = Open(model, model.Trace!, Options(model));
        using var same = Open(model, model.Trace!, Options(model));
        using var other = Open(model, model.Script!, Options(model));
        using var unlike = Open(model, model.Trace!, new ForeignTeacherOptions());

        Assert.Equal(one.Fingerprint, same.Fingerprint);
        Assert.Equal(3, new[] { one.Fingerprint, other.Fingerprint, unlike.Fingerprint }.Distinct().Count());
    }

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        var model = models["fixed"];
        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        using var teacher = Open(model, model.Trace!, Options(model));
        using var pixels = cases.Read("pixels");
        var batch = Batch(pixels);
        teacher.Targets(batch, 1).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        teacher.Targets(batch, 1).Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => $"class {number}")];

    private static Batch Batch(Tensor pixels) => new(pixels, zeros(pixels.shape[0], ScalarType.Int64), new long[pixels.shape[0]]);

    private static ForeignTeacherOptions Options(TorchModel model) => new()
    {
        Mean = model.Mean,
        StandardDeviation = model.Std,
        Layout = model.Layout == "nhwc" ? InputLayout.Nhwc : null,
    };

    private TorchScriptTeacher Open(TorchModel model, string file, ForeignTeacherOptions options) => TorchScriptTeacher.Open(
        models.File(file), new ExampleShape(model.Shape[0], model.Shape[1], model.Shape[2]), Names(model.Classes), options);
}
