using System.Text.Json.Nodes;
using Distill.Images;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Export;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Teachers;
using Distill.Text;
using Distill.Text.Encoders;
using Distill.Training;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Training;

/// <summary>Trainings that follow stored vectors, and those of embedders.</summary>
public sealed class VectorTrainingTests : IDisposable
{
    private const int Dimensions = 6;

    private static readonly string[] Words = ["red", "green", "blue", "dog", "cat", "cow", "sun", "rain", "snow"];

    private readonly TemporaryFolder folder = new();
    private readonly string data;
    private readonly string store;

    public VectorTrainingTests()
    {
        var random = new Random(5);
        data = folder.File("texts.csv");
        File.WriteAllLines(data, Enumerable.Range(0, 240).Select(i =>
            $"{string.Join(' ', Enumerable.Range(0, 4).Select(_ => Words[(i % 3 * 3) + random.Next(3)]))},{"abc"[i % 3]}").Prepend("text,class"));
        store = folder.File("vectors");
        Labeller.StoreVectors(store, TextData.Open(data).Train.Examples, new WordVectors());
    }

    [Fact]
    public void AnEmbedderIsTrainedMeasuredResumedAndExported()
    {
        var recipe = Recipe() with { Embedder = true, Unlabelled = [] };
        var run = TrainJob.Create(folder.File("run"), folder.Path, recipe);
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => TrainJob.Run(run, recipe, new JobContext { CancellationToken = stop.Token, Progress = new StopWhen(() => true, stop) }));
        }

        var (reopened, same) = TrainJob.Reopen(run.Path);
        var outcome = TrainJob.Run(reopened, same, new());
        var whole = TrainJob.Run(TrainJob.Create(folder.File("whole"), folder.Path, recipe), recipe, new());

        Assert.Equal(File.ReadAllBytes(whole.Model), File.ReadAllBytes(outcome.Model));
        Assert.Null(outcome.Test);
        Assert.Equal(19, VectorScore.Of(run)!.Examples);
        Assert.True(outcome.Cosine > 0.9, $"{outcome.Cosine}");
        Assert.InRange(outcome.SameNeighbour!.Value, 0.05, 1);
        Assert.Equal((outcome.Cosine, outcome.SameNeighbour), TrainJob.Finished(reopened) is { } finished ? (finished.Cosine, finished.SameNeighbour) : default);
        Assert.Equal(StoreFingerprint(), run.ReadManifest().Data["vectors"]);
        Assert.Contains("mean cosine to the teacher", File.ReadAllText(run.DocumentPath), StringComparison.Ordinal);

        using var embedder = TextEmbedder.Open(outcome.Model);
        var found = embedder.Embed(["red green blue red", "sun rain snow sun"]);
        Assert.True(Cosine(found[0], WordVectors.Of("red green blue red")) > 0.8);
        Assert.True(Cosine(found[0], found[1]) < 0.5);

        var exported = ExportJob.Run(new ExportRequest { Model = run.Path, Out = folder.File("e.onnx"), Options = new OnnxExportOptions { Weights = WeightFormat.Int8 } }, new());
        Assert.Empty(exported.Problems);
        var card = File.ReadAllText(exported.Card!);
        Assert.Contains("An embedder with vectors of 6 numbers", card, StringComparison.Ordinal);
        Assert.Contains("[\"vector\"]", card, StringComparison.Ordinal);
        Assert.DoesNotContain("classes", card, StringComparison.Ordinal);
    }

    [Fact]
    public void TheScoreIsThatOfComparingOneByOne()
    {
        var recipe = Recipe() with { Embedder = true };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), folder.Path, recipe), recipe, new());
        var (heldOut, _) = recipe.Split.OfAll(DataSets.Read(data, new DataOptions(), new JobContext()).Train.Examples);
        using var embedder = TextEmbedder.Open(outcome.Model);
        using var batch = heldOut.Read(0, heldOut.Count);
        using var vectors = embedder.Vectors(batch);
        using var stored = StoredVectors.Open(store, heldOut);
        using var guide = stored.Vectors(batch);
        float[][] mine = [.. vectors.data<float>().ToArray().Chunk(Dimensions)], theirs = [.. guide.data<float>().ToArray().Chunk(Dimensions)];

        int Nearest(float[][] all, int one) => Enumerable.Range(0, all.Length).Where(other => other != one).MaxBy(other => Cosine(all[one], all[other]));
        Assert.Equal(mine.Zip(theirs, Cosine).Average(), outcome.Cosine!.Value, 1e-5);
        // Equal texts are equally near, so a rounding decides between them.
        var same = Enumerable.Range(0, mine.Length).Count(one => Math.Abs(Cosine(theirs[one], theirs[Nearest(mine, one)]) - Cosine(theirs[one], theirs[Nearest(theirs, one)])) < 1e-5);
        Assert.InRange(outcome.SameNeighbour!.Value, 0, ((double)same / mine.Length) + 1e-9);
    }

    [Fact]
    public void AClassifierFollowsVectorsAndStartsFromAnEmbedder()
    {
        var embedder = Recipe() with { Embedder = true };
        var first = TrainJob.Run(TrainJob.Create(folder.File("embedder"), folder.Path, embedder), embedder, new());
        var recipe = Recipe() with { VectorWeight = 2 };
        var alone = recipe with { Vectors = null, VectorWeight = 1 };
        var started = alone with { Start = first.Model, Network = null, Training = recipe.Training with { Schedule = new CosineRate { Rate = 1e-12 } } };

        var followed = TrainJob.Run(TrainJob.Create(folder.File("followed"), folder.Path, recipe), recipe, new());
        var plain = TrainJob.Run(TrainJob.Create(folder.File("plain"), folder.Path, alone), alone, new());
        var taken = TrainJob.Run(TrainJob.Create(folder.File("taken"), folder.Path, started), started, new());

        Assert.NotEqual(File.ReadAllBytes(followed.Model), File.ReadAllBytes(plain.Model));
        Assert.NotNull(followed.Test);
        Assert.Null(followed.Cosine);
        Assert.Equal(["linear1.weight", "linear1.bias"], taken.Start!.Random);
        using var model = ModelFile.Load(taken.Model);
        Assert.Equal(["a", "b", "c"], model.ClassNames);
        Assert.False(model.Spec!.GivesVectors);
    }

    [Theory]
    [InlineData("""{"embedder": true}""", "vectors names no store")]
    [InlineData("""{"embedder": true, "vectors": "v", "teacher": ["t"]}""", "which an embedder has not")]
    [InlineData("""{"vectors": "v", "vectorWeight": 0}""", "vectorWeight is 0")]
    [InlineData("""{"vectors": "v", "vectorWeight": -1}""", "vectorWeight is -1")]
    [InlineData("""{"vectors": "v", "vectorLengths": "yes"}""", "vectorLengths")]
    public void WhatDoesNotFitIsSaid(string keys, string expected)
    {
        var tree = JsonNode.Parse(keys)!.AsObject();
        tree["data"] = "d.csv";
        tree["network"] = JsonNode.Parse("""{"kind": "bag"}""");

        Assert.Contains(expected, Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "train")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWeightWithoutVectorsIsIdle()
    {
        var tree = JsonNode.Parse("""{"data": "d.csv", "network": {"kind": "bag"}, "vectorWeight": 2}""")!;

        Assert.Contains("there are no vectors to follow", Assert.Throws<DistillException>(
            () => TrainRecipe.Read(tree, "train", new Dictionary<string, string> { ["vectorWeight"] = "--vector-weight" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThereIsNoStoreOrOneOfSoftTargets()
    {
        var missing = Recipe() with { Vectors = folder.File("nowhere") };
        Assert.Contains("There is no store at", Assert.Throws<DistillException>(() => TrainJob.Create(null, folder.Path, missing)).Message, StringComparison.Ordinal);
        Assert.Contains("holds vectors", Assert.Throws<DistillException>(() => TrainJob.Create(null, folder.Path, Recipe() with { Vectors = null, Targets = store })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAComparisonFollowVectors()
    {
        var recipe = new Recipe
        {
            Name = "vectors",
            Data = new DataRecipe { Set = data, HeldOut = 0.1, Labelled = 0.9 },
            Teacher = new TeacherRecipe { Members = 1, Network = new BagSpec { Buckets = 64, Dimensions = 8 }, Training = Options(2), Vectors = store },
            Student = new StudentRecipe { Network = new BagSpec { Buckets = 64, Dimensions = 4 }, Training = Options(3) },
            Distillation = new DistillationRecipe { Temperatures = [2], HardWeights = [0.1] },
            Rows =
            [
                new RowRecipe { Id = "hard", Label = "Labels alone", Teacher = false },
                new RowRecipe { Id = "hardVectors", Label = "Labels and vectors", Teacher = false, Vectors = 3 },
                new RowRecipe { Id = "all", Label = "Soft targets and vectors", Vectors = 3 },
            ],
            Seeds = [1, 2],
        };
        recipe.Validate("vectors");
        var run = ComparisonJob.Create(folder.Path, RunKind.Recipe, recipe);
        var outcome = ComparisonJob.Run(run, recipe, new());

        Assert.Equal([null, "labels, and vectors at weight 3"], outcome.Comparison.Rows.Take(2).Select(row => row.Objective));
        Assert.EndsWith(", and vectors at weight 3", outcome.Comparison.Rows[2].Objective, StringComparison.Ordinal);
        Assert.NotEqual(Model("hard"), Model("hardVectors"));
        Assert.Contains("names no store", Assert.Throws<DistillException>(() => (recipe with { Teacher = recipe.Teacher with { Vectors = null } }).Validate("r")).Message, StringComparison.Ordinal);
        Assert.Contains("vectors at weight 0", Assert.Throws<DistillException>(() => (recipe with { Rows = [recipe.Rows[1] with { Vectors = 0 }] }).Validate("r")).Message, StringComparison.Ordinal);

        string Model(string row)
        {
            using var model = ModelFile.Load(RunDirectory.Open(run.MemberPath(row, 1)).ModelPath);
            return model.Fingerprint().Value;
        }
    }

    public void Dispose() => folder.Dispose();

    private static TrainingOptions Options(double epochs) => new()
    {
        Duration = Duration.Epochs(epochs),
        BatchSize = 16,
        Schedule = new CosineRate { Rate = 0.02 },
    };

    private TrainRecipe Recipe() => new()
    {
        Data = data,
        Vectors = store,
        Network = new BagSpec { Buckets = 256, Dimensions = 12 },
        Training = Options(12),
    };

    private Fingerprint StoreFingerprint()
    {
        using var opened = StoredVectors.Open(store, TextData.Open(data).Train.Examples);
        return opened.Fingerprint;
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));

    /// <summary>The mean of a drawn vector for each word.</summary>
    private sealed class WordVectors : IVectorTeacher
    {
        public string Name => "words";

        public int Dimensions => VectorTrainingTests.Dimensions;

        public Fingerprint Fingerprint => Fingerprint.Of("words");

        public bool SeesInputs => true;

        public static float[] Of(string text)
        {
            var sum = new float[VectorTrainingTests.Dimensions];
            foreach (var word in text.Split(' '))
            {
                var random = new Random(Array.IndexOf(Words, word));
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += (float)(random.NextDouble() - 0.5);
                }
            }

            return sum;
        }

        public Tensor Vectors(Batch batch)
        {
            var bytes = batch.Inputs.data<byte>().ToArray();
            return tensor([.. bytes.Chunk(bytes.Length / batch.Size).SelectMany(text => Of(PaddedText.Of(text)))], batch.Size, Dimensions);
        }

        public void Dispose()
        {
        }
    }
}
