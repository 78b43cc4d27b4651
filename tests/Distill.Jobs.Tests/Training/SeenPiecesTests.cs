using Distill.Data;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Sweeps;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Training;

/// <summary>Trainings whose students keep the pieces of their training texts alone, and start from an encoder's vectors of them.</summary>
public sealed class SeenPiecesTests
{
    private static readonly string[] Marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

    // Each text has a word of its own, so that the kept words tell which texts were read.
    private static readonly string[] Words = [.. Enumerable.Range(0, 60).Select(i => $"{(char)('a' + (i / 10))}w{i % 10}")];

    [Fact]
    public void TheyAreThoseOfTheTrainingTextsAlsoWhereItGoesOn()
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe(folder);
        var plain = Run(TrainJob.Create(folder.File("plain"), folder.Path, recipe), recipe);
        var run = TrainJob.Create(folder.File("run"), folder.Path, recipe);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => TrainJob.Run(run, recipe, new() { CancellationToken = stop.Token, Progress = new StopWhen(() => true, stop) }));

        var resumed = Run(run, recipe);

        Assert.Equal(File.ReadAllBytes(plain.Model), File.ReadAllBytes(resumed.Model));
        using var model = ModelFile.Load(resumed.Model);
        var pieces = ((WordPieceSpec)model.Spec!.Network).Vocabulary!.Split(' ');
        Assert.Equal(Marks, pieces[..4]);
        // Of 60, 12 are for the test, and 5 are held out.
        Assert.Equal(43, pieces.Length - Marks.Length);
        Assert.Empty(pieces[4..].Except(Words));
    }

    [Fact]
    public void AnEncodersVectorsAreRecordedAndOthersRefusedWhereItGoesOn()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder, Vocabulary, seed: 1);
        var recipe = Recipe(folder) with { Network = new WordPieceSpec { Vectors = folder.File("encoder"), Dimensions = 6, SeenPieces = true } };
        var run = TrainJob.Create(folder.File("run"), folder.Path, recipe);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TrainJob.Run(
            run, recipe, new() { CancellationToken = stop.Token, Progress = new StopWhen(() => run.ReadManifest().Data.ContainsKey("start"), stop) }));

        TinyEncoder.Write(folder, Vocabulary, seed: 2);
        var refused = Assert.Throws<DistillException>(() => TrainJob.Run(run, recipe, new()));
        TinyEncoder.Write(folder, Vocabulary, seed: 1);
        var outcome = Run(run, recipe);

        Assert.Contains("student's starting weights", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["linear1.weight", "linear1.bias"], outcome.Start!.Random);
        Assert.Equal(outcome.Start.Fingerprint, run.ReadManifest().Data["start"]);
    }

    [Fact]
    public void MembersOfALargerRunKeepWhatEachLearnsFrom()
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder, Vocabulary, seed: 1);
        var view = View(12);
        var spec = new ModelSpec(view.Shape, ["x", "y"], Normalisation.None, new WordPieceSpec { Vectors = folder.File("encoder"), SeenPieces = true, Dimensions = 4 });
        var recipe = Recipe(folder);
        var parent = TrainJob.Create(folder.File("run"), folder.Path, recipe);

        var (run, _, _) = new MemberTraining("hard", spec, view.Subset([0, 1, 5], "some"), null, new HardLabels(), null, recipe.Training).In(parent, new());

        using var model = ModelFile.Load(run.ModelPath);
        Assert.Equal([.. Marks, Words[0], Words[1], Words[5]], ((WordPieceSpec)model.Spec!.Network).Vocabulary!.Split(' '));
        Assert.True(run.ReadManifest().Data.ContainsKey("start"));
    }

    [Fact]
    public void StudentsOfASweepKeepThoseOfTheTrainingTexts()
    {
        using var folder = new TemporaryFolder();
        var view = View(12);
        using var teacher = new ModelTeacher(Classifier.Build(new ModelSpec(view.Shape, ["x", "y"], Normalisation.None, new BagSpec { Buckets = 16, Dimensions = 2 }), seed: 1));
        var grid = new SweepGrid { Networks = [(WordPieceSpec)Recipe(folder).Network!], Temperatures = [2], HardWeights = [0.5], Seeds = [1, 2] };
        var task = new SweepTask(grid, view.Subset([3, 4], "some"), null, view, teacher);

        var members = task.Members(task.Spec(grid.Networks[0]));

        Assert.Equal(4, members.Count);
        Assert.All(members, member => Assert.Equal([.. Marks, Words[3], Words[4]], ((WordPieceSpec)member.Student.Spec!.Network).Vocabulary!.Split(' ')));
        Assert.All(members, member => member.Student.Dispose());
    }

    [Fact]
    public void AModelToStartFromHasPiecesOfItsOwn()
    {
        var tree = System.Text.Json.Nodes.JsonNode.Parse("""{"data": "d.csv", "start": "m.safetensors", "network": {"kind": "wordpiece", "vectors": "e", "seenPieces": true}}""")!;
        var message = Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "train")).Message;

        Assert.Contains("network names an encoder to start from, and start a model", message, StringComparison.Ordinal);
        Assert.Contains("has pieces of its own; leave seenPieces out", message, StringComparison.Ordinal);
    }

    private static string[] Vocabulary => [.. Marks, .. Words];

    private static ExampleView View(int count) => new(new TextSource("t", Words[..count], [.. Enumerable.Range(0, count).Select(i => i % 2)], ["x", "y"], 64));

    private static TrainOutcome Run(RunDirectory run, TrainRecipe recipe) => TrainJob.Run(run, recipe, new());

    private static TrainRecipe Recipe(TemporaryFolder folder)
    {
        File.WriteAllLines(folder.File("d.csv"), Words.Select((word, i) => $"wake {word} at,{(i % 2 == 0 ? "x" : "y")}").Prepend("text,intent"));
        File.WriteAllLines(folder.File("vocab.txt"), Vocabulary);
        return new TrainRecipe
        {
            Data = folder.File("d.csv"),
            Network = new WordPieceSpec { VocabularyFile = folder.File("vocab.txt"), SeenPieces = true, Dimensions = 4 },
            Training = new TrainingOptions { Duration = Duration.Epochs(2), BatchSize = 8 },
        };
    }
}
