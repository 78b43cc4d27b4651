using System.Text.Json.Nodes;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Onnx.Inference;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Tests.Training;

/// <summary>Trainings whose hidden layers follow a model's, from a recipe.</summary>
public sealed class HintTrainingTests : IDisposable
{
    private const string Data = "glyphs";

    private readonly TemporaryFolder folder = new();
    private readonly string teacher;

    public HintTrainingTests()
    {
        teacher = folder.File("teacher.safetensors");
        using var model = Classifier.Build(Spec(12, 10), seed: 7);
        ModelFile.Save(teacher, model);
    }

    [Fact]
    public void TheModelIsThatOfTheTrainerWithTheSameHints()
    {
        var recipe = Recipe() with { HintKind = HintKind.Similarity, HintWeight = 0.5 };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());

        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(Data, new(), new()).Train);
        using var guide = ModelFile.Load(teacher);
        using var soft = new ModelTeacher(ModelFile.Load(teacher));
        using var trained = ModelFile.Load(outcome.Model);
        using var student = Classifier.Build(trained.Spec!, recipe.Training.Seed);
        using var trainer = new Trainer(new TrainingTask(student, examples, new Distillation(4, 0.1), recipe.Training)
        {
            Teacher = soft,
            HeldOut = heldOut,
            Hints = new HintMatching(guide, [("relu1", "relu1"), ("relu2", "relu2")]) { Kind = HintKind.Similarity, Weight = 0.5 },
        });
        trainer.Run();

        Assert.Equal(student.Fingerprint(), trained.Fingerprint());
        Assert.Equal(guide.Fingerprint(), RunDirectory.Open(folder.File("run")).ReadManifest().Data["hints"]);
    }

    [Fact]
    public void InTwoStagesTheFirstLeavesTheLastLayerAndTheSecondStartsFromIt()
    {
        var first = Recipe() with { HintsAlone = true };
        var stage = TrainJob.Run(TrainJob.Create(folder.File("first"), "", first), first, new());
        using var trained = ModelFile.Load(stage.Model);
        using var before = Classifier.Build(trained.Spec!, first.Training.Seed);
        Assert.Equal(Weights(before, "linear3.weight"), Weights(trained, "linear3.weight"));
        Assert.NotEqual(Weights(before, "linear1.weight"), Weights(trained, "linear1.weight"));

        var second = Recipe() with { Hints = [], Start = folder.File("first"), Network = null };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("second"), "", second), second, new());

        Assert.Equal(trained.Fingerprint(), outcome.Start!.Fingerprint);
        Assert.NotNull(outcome.Test);
    }

    [Fact]
    public void AModelBesideStoredTargetsGuides()
    {
        var recipe = Recipe() with { Teacher = [], HintModel = teacher };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());

        Assert.True(File.Exists(outcome.Model));
        Assert.Equal("hard labels", Objective(recipe), ignoreCase: true);
    }

    [Fact]
    public void AModelInOnnxGuides()
    {
        var path = folder.File("teacher.onnx");
        using (var model = ModelFile.Load(teacher))
        {
            OnnxExporter.Save(path, model, null, DataSets.Open(Data, new(), new()).Train.Subset([.. Enumerable.Range(0, 20)], "some"));
        }

        var value = OnnxFile.Open(path).Model.Graph.Node.First(node => node.OpType == "Relu").Output[0];
        var recipe = Recipe() with { Teacher = [], HintModel = path, HintsAlone = true, Hints = [$"relu1={value}"], TeacherOptions = new() { Range = PixelRange.Byte } };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());
        var own = TrainJob.Run(TrainJob.Create(folder.File("own"), "", Alone()), Alone(), new());

        using var taught = ModelFile.Load(outcome.Model);
        using var same = ModelFile.Load(own.Model);
        Assert.All(Weights(taught, "linear1.weight").Zip(Weights(same, "linear1.weight")), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
        Assert.Contains("hints", RunDirectory.Open(folder.File("run")).ReadManifest().Data.Keys);

        // A teacher of this toolkit has no use for the options.
        var beside = recipe with { Teacher = [teacher], HintsAlone = false };
        Assert.NotNull(TrainJob.Run(TrainJob.Create(folder.File("beside"), "", beside), beside, new()).Test);
        Assert.Contains("has no layer 'relu9'", Refused(recipe with { Hints = ["relu1=relu9"] }), StringComparison.Ordinal);
        Assert.Contains("options of the teacher are for models of other toolkits", Refused(recipe with { HintModel = teacher, Hints = ["relu1=relu1"] }), StringComparison.Ordinal);

        string Refused(TrainRecipe wrong)
        {
            var run = TrainJob.Create(folder.File($"wrong-{Guid.NewGuid()}"), "", wrong);
            return Assert.Throws<DistillException>(() => TrainJob.Run(run, wrong, new())).Message;
        }

        TrainRecipe Alone() => Recipe() with { Hints = ["relu1=relu1"], HintsAlone = true };
    }

    [Theory]
    [InlineData("""{"hints":["relu1"]}""", "expected a layer of the student, =")]
    [InlineData("""{"hints":["relu1="]}""", "expected a layer of the student, =")]
    [InlineData("""{"hints":["relu1=relu1"],"teacher":[]}""", "name it by hintModel")]
    [InlineData("""{"hints":["relu1=relu1"],"hintWeight":0}""", "hintWeight is 0")]
    [InlineData("""{"teacher":[],"caseWeight":"certainty"}""", "caseWeight would change nothing: there is no teacher")]
    [InlineData("""{"teacher":[],"teacherOptions":{"range":"byte"}}""", "teacherOptions are given and no teacher files")]
    [InlineData("""{"hintsAlone":true}""", "hintsAlone is true, and there are no hints")]
    [InlineData("""{"hintKind":"attention"}""", "hintKind would change nothing: there are no hints")]
    [InlineData("""{"hints":["relu1=relu1"],"hintsAlone":true,"hintModel":"other.safetensors"}""", "teacher would change nothing: hidden layers alone learn")]
    [InlineData("""{"hints":["relu1=relu1"],"hintsAlone":true,"temperature":3}""", "temperature would change nothing: hidden layers alone learn")]
    public void WhatDoesNotFitIsRefusedTogether(string keys, string expected)
    {
        var tree = new JsonObject { ["data"] = Data, ["network"] = new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray(8) }, ["teacher"] = new JsonArray(teacher) };
        var changed = JsonNode.Parse(keys)!.AsObject();
        foreach (var (key, value) in changed)
        {
            tree[key] = value?.DeepClone();
        }

        var refusal = Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "recipe", changed.ToDictionary(pair => pair.Key, pair => pair.Key)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerThatIsNoneIsNamedWithTheNearest()
    {
        var recipe = Recipe() with { Hints = ["relu1=rellu2"] };

        var refusal = Assert.Throws<DistillException>(() => TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new()));

        Assert.Contains("has no layer 'rellu2'. Did you mean 'relu2'?", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Objective(TrainRecipe recipe) => recipe.MakeObjective() is HardLabels ? "hard labels" : "another";

    private static float[] Weights(Classifier model, string name) => [.. model.Weights().First(pair => pair.Name == name).Parameter.detach().data<float>()];

    private static ModelSpec Spec(params int[] widths)
    {
        var (train, _) = DataSets.Open(Data, new(), new());
        return new ModelSpec(train.Shape, train.ClassNames, new Normalisation([0.2], [0.3]), new MlpSpec { Widths = widths });
    }

    private TrainRecipe Recipe() => new()
    {
        Data = Data,
        Limit = 200,
        Network = new MlpSpec { Widths = [8, 6] },
        Teacher = [teacher],
        Hints = ["relu1=relu1", "relu2=relu2"],
        Training = new TrainingOptions { Duration = Duration.Epochs(2), BatchSize = 32 },
    };
}
