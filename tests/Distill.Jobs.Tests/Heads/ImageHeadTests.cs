using Distill.Data;
using Distill.Jobs.Heads;
using Distill.Jobs.Predicting;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Reports.Images;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Heads;

/// <summary>A linear model on the vectors of a trunk of images.</summary>
public sealed class ImageHeadTests : IDisposable
{
    private const int Side = 12;

    private readonly TemporaryFolder folder = new();
    private readonly Classifier trunk;
    private readonly ForeignTeacherOptions options = new() { Range = PixelRange.Byte };

    public ImageHeadTests()
    {
        trunk = Classifier.Build(
            new ModelSpec(new ExampleShape(1, Side, Side), ModelSpec.NumbersOf(6), new Normalisation([0.4], [0.3]), new ConvNetSpec { Channels = [4], BatchNorm = false, Hidden = 0 }), seed: 3);
        trunk.eval();
        folder.Write("trunk.onnx", OnnxExporter.Export(trunk));
        var random = new Random(2);
        foreach (var (part, count) in new[] { ("train", 30), ("test", 12) })
        {
            foreach (var name in new[] { "dark", "light" })
            {
                Directory.CreateDirectory(folder.File(Path.Combine("data", part, name)));
                for (var i = 0; i < count; i++)
                {
                    Save(folder.File(Path.Combine("data", part, name, $"{i}.png")), name == "light" ? 150 : 0, random);
                }
            }
        }
    }

    [Fact]
    public void TrunkAndHeadAreOneTeacher()
    {
        var outcome = HeadJob.Run(Request(), new());

        Assert.Equal(6, outcome.Dimensions);
        Assert.Equal(0, outcome.Test!.Test.Errors);
        var data = Datasets.DataSets.Read(folder.File("data"), new(), new());
        using var teacher = OpenedTeacher.At(folder.File("teacher"), data.Test!.Examples, new()).Teacher;
        using var head = ModelFile.Load(folder.File(Path.Combine("teacher", "model.safetensors")));
        using var batch = data.Test.Examples.Read(0, 24);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var expected = head.call(trunk.call(batch.Inputs)).log_softmax(1).data<float>().ToArray();
        using var targets = teacher.Targets(batch, 1);
        Assert.All(expected.Zip(targets.LogProbabilities.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(outcome.Fingerprint, teacher.Fingerprint);
    }

    [Fact]
    public void ItPredictsImages()
    {
        HeadJob.Run(Request(), new());
        using var session = PredictJob.Open(new PredictRequest
        {
            Models = [folder.File("teacher")],
            Teacher = new TeacherFiles([], Distill.Teachers.EnsembleMean.Arithmetic, new()),
            Inputs = [folder.File(Path.Combine("data", "test", "light", "3.png"))],
        });

        var answer = Assert.Single(session.Read(null, CancellationToken.None));
        Assert.Null(answer.Problem);
        Assert.True(answer.Answers[0][0][session.Classes.ToList().IndexOf("light")] > 0.5);
    }

    [Fact]
    public void AnotherTrunkOrOtherImagesAreRefused()
    {
        HeadJob.Run(Request(), new());
        var data = Datasets.DataSets.Read(folder.File("data"), new() { Resize = new ImageSize(Side + 1, Side) }, new());
        Assert.Contains("on vectors of images of", Refused(() => OpenedTeacher.At(folder.File("teacher"), data.Test!.Examples, new())), StringComparison.Ordinal);

        using var other = Classifier.Build(trunk.Spec!, seed: 4);
        File.WriteAllBytes(folder.File(Path.Combine("teacher", "encoder.onnx")), OnnxExporter.Export(other));
        data = Datasets.DataSets.Read(folder.File("data"), new(), new());
        Assert.Contains("train the head again", Refused(() => OpenedTeacher.At(folder.File("teacher"), data.Test!.Examples, new())), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFitIsSaidAndNothingIsMade()
    {
        File.WriteAllLines(folder.File("texts.csv"), ["text,class", "a b c,x", "d e f,y", "a d c,x", "g e f,y"]);

        Assert.Contains("an encoder of texts has a vocabulary", Refused(() => HeadJob.Run(Request() with { Data = folder.File("texts.csv") }, new())), StringComparison.Ordinal);
        Assert.Contains("an encoder has no classes", Refused(() => HeadJob.Run(Request() with { ImageOptions = options with { OutputKind = OutputKind.Logits } }, new())), StringComparison.Ordinal);
        Assert.Contains("has no output 'logit'. Did you mean 'logits'", Refused(() => HeadJob.Run(Request() with { ImageOptions = options with { Output = "logit" } }, new())), StringComparison.Ordinal);
        Assert.Contains("holds no texts", Refused(() => HeadJob.Run(Request() with { Vocabulary = "vocab.txt", ImageOptions = new() }, new())), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("teacher")) && Directory.EnumerateFileSystemEntries(folder.File("teacher")).Any());
    }

    public void Dispose()
    {
        trunk.Dispose();
        folder.Dispose();
    }

    private HeadRequest Request() => new()
    {
        Data = folder.File("data"),
        Encoder = folder.File("trunk.onnx"),
        ImageOptions = options,
        Output = folder.File("teacher"),
        Epochs = 300,
    };

    private static string Refused(Action action) => Assert.Throws<DistillException>(action).Message;

    private static void Save(string path, int least, Random random)
    {
        var pixels = new byte[Side * Side];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            pixels[pixel] = (byte)(least + random.Next(100));
        }

        File.WriteAllBytes(path, PngImage.Encode(new SampleImage(Side, Side, 1, pixels)));
    }
}
