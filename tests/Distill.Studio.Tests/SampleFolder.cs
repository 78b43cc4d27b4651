using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs;
using Distill.Jobs.Recipes;
using Distill.Jobs.SpecialistJobs;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Reports.Images;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;
using Distill.Training;

[assembly: AssemblyFixture(typeof(Distill.Studio.Tests.SampleFolder))]

namespace Distill.Studio.Tests;

/// <summary>A folder with a teacher, its student and the student's export, trained on a few small pictures; made once for all tests.</summary>
public sealed class SampleFolder : IDisposable
{
    public const int Side = 8;
    private static readonly string[] Classes = ["down", "left", "right", "up"];

    private readonly TemporaryFolder folder = new();

    public SampleFolder()
    {
        foreach (var (part, count) in new[] { ("train", 40), ("test", 6) })
        {
            foreach (var (number, name) in Classes.Index())
            {
                Directory.CreateDirectory(folder.File($"pictures/{part}/{name}"));
                for (var i = 0; i < count; i++)
                {
                    System.IO.File.WriteAllBytes(folder.File($"pictures/{part}/{name}/{i:00}.png"), Picture(number, (100 * number) + i));
                }
            }
        }

        Directory.CreateDirectory(Runs);
        Train("teacher", 16, epochs: 6);
        Train("second", 8, epochs: 4);
        Train("student", 4, epochs: 2, File("teacher"));
        using var model = ModelFile.Load(File("student/model.safetensors"));
        OnnxExporter.Save(File("student.onnx"), model, new OnnxExportOptions(), new ExampleView(new ArraySource("x", model.Input, new byte[Side * Side], [0], [.. model.ClassNames])));
    }

    /// <summary>A perceptron trained in a folder.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="data">A set, or a folder of pictures.</param>
    /// <param name="width">Units of its hidden layer.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="teacher">The run of the model that it is distilled from; null for labels.</param>
    public static void Train(string path, string data, int width, int epochs, string? teacher = null)
    {
        var tree = new JsonObject
        {
            ["data"] = data,
            ["network"] = new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray(width) },
            ["training"] = new JsonObject { ["duration"] = new JsonObject { ["epochs"] = epochs } },
        };
        if (teacher is not null)
        {
            tree["teacher"] = new JsonArray(Path.Combine(teacher, "model.safetensors"));
        }

        var recipe = TrainRecipe.Read(tree, "the sample");
        TrainJob.Run(TrainJob.Create(path, "", recipe), recipe, new JobContext());
    }

    /// <summary>Two specialists of the teacher, trained in a folder.</summary>
    public void TrainSpecialists(string path)
    {
        var recipe = new SpecialistsRecipe
        {
            Data = folder.File("pictures"),
            Teacher = File("teacher/model.safetensors"),
            Specialists = new TeacherSpecialists { Count = 2, ClassesEach = 3, Passes = 1, Training = new TrainingOptions { BatchSize = 32 } },
        };
        AssignJob.Run(AssignJob.Create(path, "", recipe), recipe, new JobContext());
        TrainSpecialistsJob.Run(path, null, new JobContext());
    }

    /// <summary>A folder with the student's run and one of specialists, without their models.</summary>
    /// <param name="classes">The names of the classes that specialists have.</param>
    /// <param name="sets">The classes of each specialist, by their numbers.</param>
    internal TemporaryFolder WithSpecialists(IReadOnlyList<string> classes, params int[][] sets)
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(File("student")))
        {
            Directory.CreateDirectory(copy.File("student"));
            System.IO.File.Copy(file, Path.Combine(copy.File("student"), Path.GetFileName(file)));
        }

        var run = RunDirectory.CreateAt(copy.File("team"), Manifest() with { Kind = RunKind.Specialists });
        new SpecialistAssignment(
            new DatasetFacts("pictures", classes, 160, 0, 24),
            new AssignedGeneralist("teacher", default, IsModel: false),
            [.. sets.Select(set => new AssignedSet(set, []))],
            [.. classes.Select(_ => 0)],
            Spread: 0,
            Examples: 24).Write(Path.Combine(run.Path, "assignment.json"));
        return copy;
    }

    /// <summary>The folder that a studio shows.</summary>
    public string Runs => folder.File("runs");

    /// <summary>A path in it.</summary>
    public string File(string name) => Path.Combine(Runs, name);

    /// <summary>A test picture of a class.</summary>
    public string TestPicture(string name, int number) => folder.File($"pictures/test/{name}/{number:00}.png");

    /// <summary>A run's folder with run.json alone.</summary>
    internal static RunManifest Manifest(RunStatus status = RunStatus.Done)
    {
        var configuration = JsonSerializer.SerializeToElement(new { data = "pictures", training = new { duration = new { epochs = 8 } } });
        return RunManifest.Start(RunKind.Train, configuration, [1], new Dictionary<string, Fingerprint>(), ["distill", "train"], RunVersions.Current()) with { Status = status };
    }

    public void Dispose() => folder.Dispose();

    private void Train(string name, int width, int epochs, string? teacher = null) => Train(File(name), folder.File("pictures"), width, epochs, teacher);

    // A bright half, and noise.
    private static byte[] Picture(int side, int seed)
    {
        var noise = new Random(seed);
        var pixels = new byte[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Side, i / Side);
            var bright = side switch { 0 => y >= Side / 2, 1 => x < Side / 2, 2 => x >= Side / 2, _ => y < Side / 2 };
            pixels[i] = (byte)Math.Clamp(noise.Next(160) + (bright ? 70 : 0), 0, 255);
        }

        return PngImage.Encode(new SampleImage(Side, Side, 1, pixels));
    }
}
