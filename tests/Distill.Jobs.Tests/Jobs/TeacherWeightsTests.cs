using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

/// <summary>Teachers of several files that count differently, from a recipe.</summary>
public sealed class TeacherWeightsTests : IDisposable
{
    private const string Data = "glyphs";

    private readonly TemporaryFolder folder = new();
    private readonly ExampleView heldOut;
    private readonly ExampleView examples;
    private readonly ModelSpec spec;

    public TeacherWeightsTests()
    {
        (heldOut, examples) = Recipe().Split.Of(DataSets.Open(Data, new(), new()).Train);
        spec = new ModelSpec(examples.Shape, [.. examples.ClassNames], new Normalisation([0.2], [0.3]), new MlpSpec { Widths = [16] });
        for (var number = 1; number <= 2; number++)
        {
            using var model = Classifier.Build(spec, number);
            using var trainer = new Trainer(new TrainingTask(model, examples, new HardLabels(), new TrainingOptions { Duration = Duration.Steps(12 * number), BatchSize = 32 }));
            trainer.Run();
            ModelFile.Save(folder.File($"{number}.safetensors"), model);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFileCountsAsMuchAsIsSaid() => AssertTaught(
        Recipe() with { TeacherWeights = [3, 1] }, members => new EnsembleTeacher(members, EnsembleMean.Arithmetic, [3.0, 1]));

    [Fact]
    public void AFileCountsForEachClassAsItKnowsTheHeldOutExamples() => AssertTaught(
        Recipe() with { WeighTeachersByClass = true },
        members => new EnsembleTeacher(
            members, EnsembleMean.Arithmetic, [.. members.Select(member => (IReadOnlyList<double>)Predictor.Of(member).Predict(heldOut).ClassWeights())]));

    [Fact]
    public void AFileCountsForEachExampleAsItIsSureOfIt() => AssertTaught(
        Recipe() with { WeighTeachersByCertainty = true, TeacherWeights = [3, 1], Mean = EnsembleMean.Geometric },
        members => new EnsembleTeacher(members, EnsembleMean.Geometric, [3.0, 1], byCertainty: true));

    [Theory]
    [InlineData("""{"teacherWeights":[1]}""", "teacherWeights has 1 numbers; expected one for each of 2 files")]
    [InlineData("""{"teacherWeights":[1,0]}""", "teacherWeights holds a number that is not above 0")]
    [InlineData("""{"teacherWeights":[1,2],"weighTeachersByClass":true}""", "teacherWeights and weighTeachersByClass both say what files count")]
    [InlineData("""{"weighTeachersByClass":true,"heldOut":0}""", "weighTeachersByClass is decided by held-out examples, and none are held out")]
    [InlineData("""{"weighTeachersByClass":true,"teacher":["a.safetensors"]}""", "weighTeachersByClass weighs several files, and there is one")]
    [InlineData("""{"weighTeachersByCertainty":true,"weighTeachersByClass":true}""", "weighTeachersByCertainty and weighTeachersByClass both say what files count")]
    [InlineData("""{"weighTeachersByCertainty":true,"teacher":["a.safetensors"]}""", "weighTeachersByCertainty weighs several files, and there is one")]
    public void WhatDoesNotFitIsRefused(string keys, string expected)
    {
        var tree = new JsonObject
        {
            ["data"] = Data,
            ["network"] = new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray(8) },
            ["teacher"] = new JsonArray("a.safetensors", "b.safetensors"),
        };
        foreach (var (key, value) in JsonNode.Parse(keys)!.AsObject())
        {
            tree[key] = value?.DeepClone();
        }

        Assert.Contains(expected, Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "recipe")).Message, StringComparison.Ordinal);
    }

    private void AssertTaught(TrainRecipe recipe, Func<IReadOnlyList<ITeacher>, EnsembleTeacher> ensemble)
    {
        recipe = recipe with { Teacher = [folder.File("1.safetensors"), folder.File("2.safetensors")] };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());

        using var trained = ModelFile.Load(outcome.Model);
        using var teacher = ensemble([.. recipe.Teacher.Select(file => new ModelTeacher(ModelFile.Load(file)))]);
        using var student = Classifier.Build(trained.Spec!, recipe.Training.Seed);
        using var trainer = new Trainer(new TrainingTask(student, examples, new Distillation(4, 0.1), recipe.Training) { Teacher = teacher, HeldOut = heldOut });
        trainer.Run();
        Assert.Equal(student.Fingerprint(), trained.Fingerprint());
        Assert.Equal(teacher.Fingerprint.Value, (string?)ModelFile.ReadFacts(outcome.Model)!["teacher"]);
    }

    private static TrainRecipe Recipe() => new()
    {
        Data = Data,
        Limit = 400,
        Network = new MlpSpec { Widths = [8] },
        Training = new TrainingOptions { Duration = Duration.Epochs(2), BatchSize = 32 },
    };
}
