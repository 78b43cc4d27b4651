using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Evaluation;
using Distill.Images;
using Distill.Jobs.Predicting;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Teachers;
using SkiaSharp;

namespace Distill.Jobs.Tests.Predicting;

/// <summary>Models are asked about the examples that their training would have read, and answer as they do elsewhere.</summary>
public sealed class PredictJobTests : IDisposable
{
    private static readonly string[] Words = ["ape", "bee", "cat"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Images_are_read_as_a_training_reads_them(int channels)
    {
        var path = Model("model", new ExampleShape(channels, 9, 7), Words, seed: 1);
        for (var i = 0; i < 40; i++)
        {
            Photo($"photos/{i:00}.{(i % 2 == 0 ? "png" : "jpg")}", seed: i, width: 10 + i, height: 30 - (i / 2));
        }

        var read = new DataLocator(new() { CacheFolder = folder.File("cache") }).Open(
            folder.File("photos"), new DataOptions { Resize = new ImageSize(7, 9), Color = channels == 1 ? ImageColor.Grey : ImageColor.Rgb }).Train.Examples;
        using var model = ModelFile.Load(path);
        var expected = Predictor.Of(model).Predict(read);

        var (predictions, session) = Ask(new PredictRequest { Models = [path], Teacher = None, Inputs = [folder.File("photos")] });
        Assert.Equal((40, InputKind.Images), (session.Count, session.Kind));
        Assert.Equal(Words, session.Classes);
        Assert.All(predictions.Index(), one => AssertClose(expected.Case(one.Index), Assert.Single(Assert.Single(one.Item.Answers))));
    }

    [Theory]
    [InlineData("photo.png")]
    [InlineData("photo.jpg")]
    [InlineData("photo.webp")]
    [InlineData("photo.bmp")]
    [InlineData("turned.jpg")]
    public void A_photograph_is_the_same_in_every_format_and_turn(string name)
    {
        var (own, export) = (Model("model", new ExampleShape(3, 16, 16), Words, seed: 7), folder.File("student.onnx"));
        using (var model = ModelFile.Load(own))
        {
            OnnxExporter.Save(export, model, new OnnxExportOptions(), new ExampleView(new ArraySource("x", model.Input, new byte[3 * 768], [0, 1, 2], Words)));
        }

        string[] files = [folder.Write("reference.png", Photographs.Of("photo.png")), folder.Write(name, Photographs.Of(name))];
        var (predictions, _) = Ask(new PredictRequest { Models = [own, export], Teacher = None, Inputs = files });
        foreach (var answer in predictions[1].Answers.Index())
        {
            Assert.All(answer.Item[0].Zip(predictions[0].Answers[answer.Index][0]), pair => Assert.Equal(pair.Second, pair.First, 0.02));
        }

        // Another picture is another answer: the formats are alike because they are read, not because all is alike.
        var upsideDown = folder.Write("down.png", Photographs.UpsideDown());
        var (other, _) = Ask(new PredictRequest { Models = [own], Teacher = None, Inputs = [upsideDown] });
        Assert.Contains(other[0].Answers[0][0].Zip(predictions[0].Answers[0][0]), pair => Math.Abs(pair.First - pair.Second) > 0.05);
    }

    [Fact]
    public void Images_fit_as_they_did_in_the_training_or_as_is_asked()
    {
        var path = Model("model", new ExampleShape(1, 8, 8), Words, seed: 1);
        var photo = Photo("a.png", seed: 5, 40, 10);
        var answers = Enum.GetValues<ImageFit>().Select(fit => Ask(new PredictRequest { Models = [path], Teacher = None, Inputs = [photo], Fit = fit }).Predictions[0].Answers[0][0]).ToList();
        Assert.Equal(answers[0], Ask(new PredictRequest { Models = [path], Teacher = None, Inputs = [photo] }).Predictions[0].Answers[0][0]);
        Assert.Equal(3, answers.Select(answer => answer[0]).Distinct().Count());

        var recipe = new TrainRecipe { Data = "photos", Network = new MlpSpec { Widths = [5] }, Reading = new DataOptions { Fit = ImageFit.Pad, Background = "white" } };
        var trained = folder.File("trained.safetensors");
        using (var model = ModelFile.Load(path))
        {
            ModelFile.Save(trained, model, new JsonObject { ["recipe"] = JsonSerializer.SerializeToNode(recipe, StrictJson.Options) });
        }

        var asked = Ask(new PredictRequest { Models = [path], Teacher = None, Inputs = [photo], Fit = ImageFit.Pad, Background = "white" }).Predictions[0].Answers[0][0];
        Assert.Equal(asked, Ask(new PredictRequest { Models = [trained], Teacher = None, Inputs = [photo] }).Predictions[0].Answers[0][0]);
        Assert.NotEqual(answers[2], asked);
    }

    [Fact]
    public void Models_of_other_sizes_and_classes_answer_side_by_side()
    {
        var first = Model("first", new ExampleShape(3, 8, 8), Words, seed: 1);
        var second = Model("second", new ExampleShape(1, 12, 10), ["dog", "cat", "ape"], seed: 2);
        Photo("a.png", seed: 1, 20, 20);
        var (predictions, session) = Ask(new PredictRequest { Models = [first, second], Teacher = None, Inputs = [folder.File("a.png")] });
        Assert.Equal(["ape", "bee", "cat", "dog"], session.Classes);
        Assert.Equal(["3×8×8", "1×12×10"], session.Models.Select(model => model.Input));
        var (mine, other) = (predictions[0].Answers[0][0], predictions[0].Answers[1][0]);
        Assert.Equal([false, false, false, true], mine.Select(double.IsNaN));
        Assert.Equal([false, true, false, false], other.Select(double.IsNaN));
        var (alone, _) = Ask(new PredictRequest { Models = [second], Teacher = None, Inputs = [folder.File("a.png")] });
        Assert.Equal([other[3], other[2], other[0]], alone[0].Answers[0][0]);
    }

    [Fact]
    public void An_export_is_asked_alone_and_knows_its_classes_and_its_size()
    {
        var path = Model("model", new ExampleShape(3, 8, 6), Words, seed: 3);
        var export = folder.File("student.onnx");
        using (var model = ModelFile.Load(path))
        {
            var examples = new ExampleView(new ArraySource("x", new ExampleShape(3, 8, 6), new byte[3 * 144], [0, 1, 2], Words));
            OnnxExporter.Save(export, model, new OnnxExportOptions(), examples);
        }

        Photo("a.png", seed: 4, 33, 21);
        var said = new List<string>();
        var (predictions, session) = Ask(new PredictRequest { Models = [export, path], Teacher = None, Inputs = [folder.File("a.png")], Temperatures = [1, 3] }, said.Add);
        Assert.Equal(Words, session.Classes);
        Assert.Empty(said);
        Assert.Equal(2, predictions[0].Answers[0].Count);
        for (var temperature = 0; temperature < 2; temperature++)
        {
            Assert.All(predictions[0].Answers[0][temperature].Zip(predictions[0].Answers[1][temperature]), pair => Assert.Equal(pair.Second, pair.First, 5));
        }
    }

    [Fact]
    public void The_members_of_a_teacher_are_averaged_at_each_temperature()
    {
        var shape = new ExampleShape(1, 8, 8);
        string[] files = [Model("a", shape, Words, 1), Model("b", shape, Words, 2)];
        Photo("a.png", seed: 1, 8, 8);
        var (predictions, session) = Ask(new PredictRequest
        {
            Models = files,
            Teacher = None with { Files = files },
            Inputs = [folder.File("a.png")],
            Temperatures = [1, 5],
        });
        Assert.Equal("mean of 2", session.Models[2].Name);
        for (var temperature = 0; temperature < 2; temperature++)
        {
            var answers = predictions[0].Answers;
            for (var c = 0; c < Words.Length; c++)
            {
                Assert.Equal((answers[0][temperature][c] + answers[1][temperature][c]) / 2, answers[2][temperature][c], 5);
            }
        }

        var other = Model("other", shape, ["bee", "ape", "cat"], 3);
        Assert.Contains("has other classes than", Mistake(new PredictRequest
        {
            Models = [files[0]],
            Teacher = None with { Files = [files[1], other] },
            Inputs = [folder.File("a.png")],
        }), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_an_image_or_a_table_by_what_it_holds()
    {
        var images = Model("images", new ExampleShape(1, 8, 8), Words, seed: 1);
        var rows = Model("rows", ExampleShape.Features(2), Words, seed: 1);
        var photo = Photo("a.png", seed: 1, 8, 8);
        var (one, _) = Ask(new PredictRequest { Models = [images], Teacher = None, Inputs = ["-"], Standard = new MemoryStream(File.ReadAllBytes(photo)) });
        var (same, _) = Ask(new PredictRequest { Models = [images], Teacher = None, Inputs = [photo] });
        Assert.Equal("standard input", one[0].Name);
        Assert.Equal(same[0].Answers[0][0], one[0].Answers[0][0]);

        var (table, _) = Ask(new PredictRequest { Models = [rows], Teacher = None, Inputs = ["-"], Standard = Text("1,2\n3,4\n"), Rows = [[3, 4]] });
        Assert.Equal(["standard input, row 1", "standard input, row 2", "row 1"], table.Select(prediction => prediction.Name));
        Assert.Equal(table[2].Answers[0][0], table[1].Answers[0][0]);

        Assert.Contains("standard input is empty", Mistake(new PredictRequest { Models = [rows], Teacher = None, Inputs = ["-"] }), StringComparison.Ordinal);
        Assert.Contains("is an image", Mistake(new PredictRequest { Models = [rows], Teacher = None, Inputs = ["-"], Standard = new MemoryStream(File.ReadAllBytes(photo)) }), StringComparison.Ordinal);
        // Hostile: whatever it holds, it is answered or refused in words.
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var bytes = File.ReadAllBytes(photo)[..random.Next(1, 200)];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (var model in new[] { images, rows })
            {
                try
                {
                    Assert.Single(Ask(new PredictRequest { Models = [model], Teacher = None, Inputs = ["-"], Standard = new MemoryStream(bytes) }).Predictions);
                }
                catch (DistillException)
                {
                    // In words.
                }
            }
        }
    }

    private static TeacherFiles None { get; } = new([], EnsembleMean.Arithmetic, new());

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void AssertClose(ReadOnlySpan<float> logProbabilities, double[] probabilities)
    {
        for (var c = 0; c < probabilities.Length; c++)
        {
            Assert.Equal(Math.Exp(logProbabilities[c]), probabilities[c], 5);
        }
    }

    private static (List<Prediction> Predictions, PredictionSession Session) Ask(PredictRequest request, Action<string>? say = null)
    {
        using var session = PredictJob.Open(request, say: say);
        return ([.. session.Read(null, TestContext.Current.CancellationToken)], session);
    }

    private static string Mistake(PredictRequest request) => Assert.Throws<DistillException>(() => Ask(request)).Message;

    private string Model(string name, ExampleShape shape, IReadOnlyList<string> classes, long seed)
    {
        var path = folder.File($"{name}.safetensors");
        using var model = Classifier.Build(new ModelSpec(shape, classes, new Normalisation([0.4], [0.3]), new MlpSpec { Widths = [5] }), seed);
        ModelFile.Save(path, model);
        return path;
    }

    private string Photo(string name, int seed, int width, int height)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        }

        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(name.EndsWith(".jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 90);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllBytes(folder.File(name), data.ToArray());
        return folder.File(name);
    }
}
