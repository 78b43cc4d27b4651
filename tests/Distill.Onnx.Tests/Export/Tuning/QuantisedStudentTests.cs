using Distill.Data;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Schedules;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Export.Tuning;

/// <summary>Students that learn as integers, and the files that are made of them.</summary>
public sealed class QuantisedStudentTests
{
    private static readonly OnnxExportOptions Int8 = new() { Weights = WeightFormat.Int8 };

    public static TheoryData<string, WeightFormat> Kinds =>
        [.. from name in Students.Names from format in (WeightFormat[])[WeightFormat.Int8, WeightFormat.Int4] select (name, format)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ItAnswersAsTheFileThatIsMadeOfIt(string name, WeightFormat format)
    {
        using var model = Students.Build(name);
        var options = Int8 with { Weights = format };
        using var quantised = OnnxExporter.Quantised(model, options, Students.Examples(model, 64, seed: 5));
        AssertSameAsFile(quantised, Students.Examples(model, 200), options);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void BeforeItLearnsItsFileIsThatOfTheModel(string name, WeightFormat format)
    {
        using var model = Students.Build(name);
        var (calibration, options) = (Students.Examples(model, 64, seed: 5), Int8 with { Weights = format });
        using var quantised = OnnxExporter.Quantised(model, options, calibration);
        var examples = Students.Examples(model, 100);
        using var before = new StudentSession(OnnxExporter.Export(model, options, calibration), options, GraphOptimizationLevel.ORT_DISABLE_ALL);
        using var after = new StudentSession(OnnxExporter.Export(quantised, options), options, GraphOptimizationLevel.ORT_DISABLE_ALL);
        // Weights are folded in double precision and rounded to float32 before they learn; that may move one by a step.
        var (wanted, found) = (before.Logits(examples, model.Classes, default), after.Logits(examples, model.Classes, default));
        Assert.InRange(Distance(wanted, found), 0, 0.02 * Math.Sqrt(wanted.Sum(logit => logit * logit)));
    }

    [Theory]
    [InlineData("mlp", WeightFormat.Int8, 0.95)]
    [InlineData("conv", WeightFormat.Int8, 0.95)]
    [InlineData("conv to mean", WeightFormat.Int8, 0.95)]
    [InlineData("mlp", WeightFormat.Int4, 0.5)]
    [InlineData("conv", WeightFormat.Int4, 0.5)]
    [InlineData("resnet", WeightFormat.Int4, 0.5)]
    public void WhatItLearnsFromTheModelIsInTheFile(string name, WeightFormat format, double left)
    {
        using var model = Students.Build(name);
        var (calibration, options) = (Students.Examples(model, 64, seed: 5), Int8 with { Weights = format });
        using var quantised = OnnxExporter.Quantised(model, options, calibration);
        Train(quantised, model, Students.Examples(model, 2048, seed: 8), epochs: 12);

        var examples = Students.Examples(model, 200);
        AssertSameAsFile(quantised, examples, options);
        var wanted = Logits(model, examples);
        using var rounded = new StudentSession(OnnxExporter.Export(model, options, calibration), options);
        using var learned = new StudentSession(OnnxExporter.Export(quantised, options), options);
        Assert.InRange(
            Distance(wanted, learned.Logits(examples, model.Classes, default)), 0, left * Distance(wanted, rounded.Logits(examples, model.Classes, default)));
    }

    [Fact]
    public void TheSameSeedGivesTheSameFile()
    {
        using var model = Students.Build("mlp");
        var files = Enumerable.Range(0, 2).Select(_ =>
        {
            using var quantised = OnnxExporter.Quantised(model, Int8, Students.Examples(model, 64, seed: 5));
            Train(quantised, model, Students.Examples(model, 128, seed: 8), epochs: 2);
            return OnnxExporter.Export(quantised, Int8);
        }).ToList();
        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public void ItIsCheckedAndSavedAsAnyOther()
    {
        using var model = Students.Build("conv");
        var examples = Students.Examples(model, 200);
        using var quantised = OnnxExporter.Quantised(model, Int8, Students.Examples(model, 64, seed: 5));
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            var report = OnnxExporter.Save(path, quantised, Int8, examples);
            Assert.Empty(report.Problems);
            Assert.InRange(report.ArgmaxAgreement, 0.98, 1);
            using var session = new InferenceSession(path);
            Assert.Equal("int8", session.ModelMetadata.CustomMetadataMap["distill.weights"]);
            Assert.Contains("conv", session.ModelMetadata.CustomMetadataMap["distill.spec"], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32, PixelRange.Byte, "integers of another kind")]
    [InlineData(WeightFormat.Int4, PixelRange.Byte, "integers of another kind")]
    [InlineData(WeightFormat.Int8, PixelRange.Unit, "on pixels of another range")]
    public void AnotherFileThanWasTrainedIsRefused(WeightFormat format, PixelRange range, string why)
    {
        using var model = Students.Build("mlp");
        using var quantised = OnnxExporter.Quantised(model, Int8, Students.Examples(model, 64, seed: 5));
        var error = Assert.Throws<DistillException>(() => OnnxExporter.Export(quantised, new OnnxExportOptions { Weights = format, Range = range }));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfFloatsAreNotForLearning()
    {
        using var model = Students.Build("mlp");
        var error = Assert.Throws<DistillException>(() => OnnxExporter.Quantised(model, Int8 with { Weights = WeightFormat.F16 }, Students.Examples(model, 64)));
        Assert.Contains("choose int8 or int4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextsAreRefused()
    {
        var bag = new ModelSpec(ExampleShape.Features(20), ["a", "b"], Normalisation.None, new BagSpec { Buckets = 16, Dimensions = 4 });
        using var model = Classifier.Build(bag, seed: 1);
        var texts = new ExampleView(new ArraySource("texts", bag.Input, new byte[40], [0, 1], bag.ClassNames));
        var error = Assert.Throws<DistillException>(() => OnnxExporter.Quantised(model, Int8, texts));
        Assert.Contains("it takes texts", error.Message, StringComparison.Ordinal);
    }

    // Where sums of another order fall on the other side of a half, a value is a step away, and so are the logits of its example.
    private static void AssertSameAsFile(Classifier quantised, ExampleView examples, OnnxExportOptions options)
    {
        using var session = new StudentSession(OnnxExporter.Export(quantised, options), options, GraphOptimizationLevel.ORT_DISABLE_ALL);
        var (wanted, found) = (Logits(quantised, examples), session.Logits(examples, quantised.Classes, default));
        var close = wanted.Chunk(quantised.Classes).Zip(found.Chunk(quantised.Classes))
            .Count(pair => pair.First.Zip(pair.Second).All(logit => Math.Abs(logit.First - logit.Second) < 1e-4));
        Assert.InRange(close, (int)(0.95 * examples.Count), examples.Count);
        Assert.InRange(Distance(wanted, found), 0, 2e-3 * Math.Sqrt(wanted.Sum(logit => logit * logit)));
    }

    private static void Train(Classifier student, Classifier model, ExampleView examples, int epochs)
    {
        using var copy = new ModelTeacher(model.Copy(Precision.F32));
        var options = new TrainingOptions { Duration = Duration.Epochs(epochs), BatchSize = 64, Schedule = new CosineRate { Rate = 1e-4 } };
        using var trainer = new Trainer(new TrainingTask(student, examples, new LogitMatching(), options) { Teacher = copy });
        Assert.True(trainer.Run().Completed);
    }

    private static float[] Logits(Classifier model, ExampleView examples)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        model.eval();
        return model.call(examples.Read(0, examples.Count).Inputs).data<float>().ToArray();
    }

    private static double Distance(IEnumerable<float> first, IEnumerable<float> second) =>
        Math.Sqrt(first.Zip(second).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
}
