using System.Text.Json.Nodes;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Reports.Images;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

public sealed class UnlabelledExamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AStudentLearnsOtherTextsFromItsTeacher()
    {
        var (data, other) = (Texts("own", 120), Lines("other", 50));
        var alone = Recipe(data) with { Teacher = [Teacher(data)], HardWeight = 0 };

        var first = Train(alone, out _);
        var second = Train(alone with { Unlabelled = [other] }, out var said);

        Assert.Contains(said, line => line.StartsWith("50 unlabelled examples of ", StringComparison.Ordinal));
        // What measures stays what it was, so that the two compare.
        Assert.Equal(Fingerprints(first, "heldOut", "test"), Fingerprints(second, "heldOut", "test"));
        Assert.NotEqual(Fingerprints(first, "train"), Fingerprints(second, "train"));
        using var file = ModelFile.Load(second.Model);
        Assert.Equal(["no", "yes"], file.ClassNames);
        Assert.NotNull(ModelOrigin.Read(second.Model).Split(DataSets.Read(data, new(), new()).Train.Examples));
    }

    [Fact]
    public void StoredTargetsServeThemAsTheTeacherDoes()
    {
        var (data, other, store) = (Texts("own", 120), Lines("other", 50), folder.File("targets"));
        var teacher = Teacher(data);
        var recipe = Recipe(data) with { Unlabelled = [other], HardWeight = 0 };

        var labelled = LabelJob.Run(data, new(), new TeacherFiles([teacher], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions(), new(), [other]);

        Assert.Equal(96 + 50, labelled.Examples);
        // The store rounds logits to 16 bits.
        var (live, stored) = (Train(recipe with { Teacher = [teacher] }, out _), Train(recipe with { Targets = store }, out _));
        Assert.Equal(live.Training.Last!.Nll, stored.Training.Last!.Nll, 1e-3);
        Assert.Equal(Fingerprints(live, "train"), Fingerprints(stored, "train"));
        Assert.Empty(LabelJob.Verify(data, new(), new TeacherFiles([teacher], EnsembleMean.Arithmetic, new()), store, 40, seed: 1, new(), [other]));
        Assert.Contains(
            "another", Assert.Throws<DistillException>(() => Train(recipe with { Targets = store, Unlabelled = [Lines("third", 50)] }, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImagesComeToTheSizeOfThoseThatTheyComeBeside()
    {
        var photos = Directory.CreateDirectory(folder.File("photos")).FullName;
        foreach (var number in Enumerable.Range(0, 4))
        {
            var (width, height) = (40 + number, 30);
            var pixels = Enumerable.Range(0, width * height).Select(pixel => (byte)(pixel * (number + 3))).ToArray();
            File.WriteAllBytes(Path.Combine(photos, $"{number}.png"), PngImage.Encode(new SampleImage(width, height, 1, pixels)));
        }

        var recipe = new TrainRecipe
        {
            Data = "glyphs",
            Limit = 40,
            Network = new MlpSpec { Widths = [4] },
            Training = new TrainingOptions { Duration = Duration.Epochs(1) },
        };
        var teacher = Train(recipe, out _).Model;

        var taught = Train(recipe with { Teacher = [teacher], HardWeight = 0, Unlabelled = [photos] }, out var said);

        Assert.Contains(said, line => line.StartsWith("4 unlabelled examples of ", StringComparison.Ordinal));
        Assert.NotNull(taught.Test);
    }

    [Fact]
    public void RowsOfAComparisonMayLearnFromThem()
    {
        var data = Texts("own", 200);
        var recipe = new Recipe
        {
            Name = "texts",
            Data = new DataRecipe { Set = data, Labelled = 0.3, Unlabelled = [Lines("other", 50), Lines("third", 20)], Variations = 2, Outside = [Lines("none", 30)] },
            Teacher = new TeacherRecipe { Members = 1, Network = new BagSpec { Buckets = 256, Dimensions = 8 }, Training = Brief },
            Student = new StudentRecipe { Network = new BagSpec { Buckets = 64, Dimensions = 4 }, Training = Brief },
            Distillation = new DistillationRecipe { Temperatures = [2], HardWeights = [0.1] },
            Rows =
            [
                new RowRecipe { Id = "hard", Label = "Labels", Teacher = false },
                new RowRecipe { Id = "all", Label = "All", Examples = RowExamples.All, Labels = false },
                new RowRecipe { Id = "more", Label = "More", Examples = RowExamples.WithUnlabelled, Labels = false },
                new RowRecipe { Id = "varied", Label = "Varied", Labels = false, Varied = true },
            ],
            Seeds = [1],
        };

        var run = ComparisonJob.Create(folder.Path, recipe);
        var comparison = ComparisonJob.Run(run, recipe, new()).Comparison;

        // Of 160 texts that are not for the test, 16 are held out.
        Assert.Equal([48L, 144, 214, 3 * 48], comparison.Rows.Select(row => row.ExamplesUsed));
        Assert.Equal([48L, 0, 0, 0], comparison.Rows.Select(row => row.LabelsUsed));
        double[] areas = [comparison.Teacher!.Test.OutsideAuroc!.Value, .. comparison.Rows.SelectMany(row => row.Seeds).Select(seed => seed.Test.OutsideAuroc!.Value)];
        Assert.All(areas, area => Assert.InRange(area, 0, 1));
        Assert.Equal((144, 16, 40), (comparison.Dataset.TrainExamples, comparison.Dataset.HeldOutExamples, comparison.Dataset.TestExamples));
        using var store = SoftTargetStore.Open(Path.Combine(run.Path, "targets"));
        Assert.Equal(214 + (2 * 144), store.Plan.Examples);
    }

    [Fact]
    public void WhatWouldTeachNothingIsRefusedBeforeAnythingIsRead()
    {
        Refuses("unlabelled would change nothing: there is no teacher", """{"data":"glyphs","network":{"kind":"mlp","widths":[4]},"unlabelled":["mnist"]}""");
        Refuses("and hardWeight is 0.1; set hardWeight to 0", """{"data":"glyphs","network":{"kind":"mlp","widths":[4]},"teacher":["t"],"unlabelled":["mnist"]}""");
        Refuses("variations have no label, and hardWeight", """{"data":"glyphs","network":{"kind":"mlp","widths":[4]},"teacher":["t"],"variations":2}""");
        Refuses("variations is -1; expected 0 to 1000", """{"data":"glyphs","network":{"kind":"mlp","widths":[4]},"teacher":["t"],"hardWeight":0,"variations":-1}""");
        Refuses("names the same data twice", """{"data":"glyphs","network":{"kind":"mlp","widths":[4]},"teacher":["t"],"hardWeight":0,"unlabelled":["mnist","mnist"]}""");
        var data = Texts("own", 40);
        var missing = Recipe(data) with { Teacher = [Teacher(data)], HardWeight = 0, Unlabelled = [folder.File("nowhere.txt")] };
        Assert.Contains("nowhere.txt' is neither a data set nor a file", Assert.Throws<DistillException>(() => Train(missing, out _)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "numbers of type Pixel", Assert.Throws<DistillException>(() => Train(missing with { Unlabelled = ["glyphs"] }, out _)).Message, StringComparison.Ordinal);

        static void Refuses(string expected, string json) => Assert.Contains(
            expected,
            Assert.Throws<DistillException>(() => TrainRecipe.Read(JsonNode.Parse(json)!, "test", new Dictionary<string, string>())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void VariationsOfTextsAreLabelledAndLearned()
    {
        var (data, store) = (Texts("own", 120), folder.File("targets"));
        var teacher = new TeacherFiles([Teacher(data)], EnsembleMean.Arithmetic, new());

        var labelled = LabelJob.Run(data, new(), teacher, store, new TargetStoreOptions(), new(), variations: 3);
        Train(Recipe(data) with { Targets = store, HardWeight = 0, Variations = 3 }, out _);

        Assert.Equal(4 * 96, labelled.Examples);
    }

    [Fact]
    public void VariationsOfImagesAreLabelledAndLearnedWithoutThoseOfHeldOutImages()
    {
        var (plain, store) = (new TrainRecipe { Data = "glyphs:4,200", Network = new MlpSpec { Widths = [8] }, Training = Brief, HeldOut = 0.2 }, folder.File("targets"));
        var teacher = Train(plain, out _).Model;

        var labelled = LabelJob.Run(
            plain.Data, new(), new TeacherFiles([teacher], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions(), new(), variations: 2);
        var outcome = Train(plain with { Targets = store, HardWeight = 0, Variations = 2 }, out var said);

        Assert.Contains(said, line => line.Contains("of 320 variations stay out", StringComparison.Ordinal));
        Assert.Equal(3 * 200, labelled.Examples);
        // 160 images, and of their 320 mixtures those with one another: some four of five.
        var steps = outcome.Training.Steps;
        Assert.InRange(steps, (160 + 224) / 32, (160 + 288) / 32);
    }

    [Fact]
    public void VariationsOfATableAreAnsweredByTheTeacher()
    {
        var table = folder.Write("table.csv", System.Text.Encoding.UTF8.GetBytes("a,b,label\n" + string.Concat(Enumerable.Range(0, 60).Select(row => $"{row}.5,{row % 7}.25,{(row % 2 == 0 ? "no" : "yes")}\n"))));
        var network = new MlpSpec { Widths = [4] };
        var teacher = Train(new TrainRecipe { Data = table, Network = network, Training = Brief }, out _).Model;
        var plain = Train(new TrainRecipe { Data = table, Network = network, Teacher = [teacher], HardWeight = 0, Training = Brief }, out _);
        var varied = Train(new TrainRecipe { Data = table, Network = network, Teacher = [teacher], HardWeight = 0, Training = Brief, Variations = 3 }, out _);
        Assert.True(varied.Training.Steps > plain.Training.Steps);
    }

    private static readonly TrainingOptions Brief = new() { Duration = Duration.Epochs(1), BatchSize = 32 };

    private static TrainRecipe Recipe(string data) => new() { Data = data, Network = new BagSpec { Buckets = 64, Dimensions = 4 }, Training = Brief };

    private static string[] Fingerprints(TrainOutcome outcome, params string[] parts)
    {
        var data = RunDirectory.Open(outcome.Run).ReadManifest().Data;
        return [.. parts.Select(part => data[part].Value)];
    }

    private TrainOutcome Train(TrainRecipe recipe, out List<string> said)
    {
        var lines = said = [];
        var run = TrainJob.Create(folder.File($"run-{Guid.NewGuid():n}"), folder.Path, recipe);
        return TrainJob.Run(run, recipe, new() { Say = lines.Add });
    }

    private string Teacher(string data) => Train(Recipe(data), out _).Model;

    private string Texts(string name, int count) => folder.Write($"{name}.csv", System.Text.Encoding.UTF8.GetBytes(
        "text,label\n" + string.Concat(Enumerable.Range(0, count).Select(row => $"please {(row % 2 == 0 ? "stop" : "begin")} it at {row},{(row % 2 == 0 ? "no" : "yes")}\n"))));

    private string Lines(string name, int count) => folder.Write(
        $"{name}.txt", System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(row => $"{name} stop or begin {row}\n"))));
}
