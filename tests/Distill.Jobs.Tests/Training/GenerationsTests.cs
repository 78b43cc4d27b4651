using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Training;

/// <summary>Students one after another, and students of their own mean, from a recipe.</summary>
public sealed class GenerationsTests : IDisposable
{
    private const string Data = "glyphs";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EachIsTheNextOnesTeacherAndTheLastHasTheSeedThatWasAskedFor()
    {
        var recipe = Recipe() with { Generations = 3 };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());

        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(Data, new(), new()).Train);
        using var trained = ModelFile.Load(outcome.Model);
        var first = Trained(examples, heldOut, trained.Spec!, 3, null);
        var second = Trained(examples, heldOut, trained.Spec!, 2, first);
        using var third = Trained(examples, heldOut, trained.Spec!, 1, second);
        Assert.Equal(third.Fingerprint(), trained.Fingerprint());
        Assert.Equal(second.Fingerprint().Value, (string?)ModelFile.ReadFacts(outcome.Model)!["teacher"]);
        Assert.Equal(["generation-1-seed-3", "generation-2-seed-2"], RunDirectory.Open(folder.File("run")).Members().Select(member => member.Name));
        first.Dispose();
        second.Dispose();

        Classifier Trained(ExampleView view, ExampleView measured, ModelSpec spec, long seed, Classifier? model)
        {
            using var teacher = model is null ? null : new ModelTeacher(model.Copy(Precision.F32));
            var student = Classifier.Build(spec, seed);
            IObjective objective = model is null ? new HardLabels() : new Distillation(3, 0.2);
            using var trainer = new Trainer(new TrainingTask(student, view, objective, recipe.Training with { Seed = seed }) { Teacher = teacher, HeldOut = measured });
            trainer.Run();
            return student;
        }
    }

    [Fact]
    public void StoppedBetweenGenerationsItGoesOnToTheSameModel()
    {
        var recipe = Recipe() with { Generations = 3 };
        var whole = TrainJob.Run(TrainJob.Create(folder.File("whole"), "", recipe), recipe, new());
        var run = TrainJob.Create(folder.File("parts"), "", recipe);
        foreach (var members in new[] { 1, 2 })
        {
            using var stop = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => TrainJob.Run(
                run, recipe, new JobContext { Progress = new StopWhen(() => run.Members().Count == members, stop), CancellationToken = stop.Token }));
        }

        Assert.Equal(File.ReadAllBytes(whole.Model), File.ReadAllBytes(TrainJob.Run(run, recipe, new()).Model));
    }

    [Fact]
    public void PeersOfTheNextSeedsTeachTheStudentAndAreKept()
    {
        var recipe = Recipe() with { Peers = 2 };
        var run = TrainJob.Create(folder.File("run"), "", recipe);
        var outcome = TrainJob.Run(run, recipe, new());

        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(Data, new(), new()).Train);
        using var trained = ModelFile.Load(outcome.Model);
        Classifier[] students = [.. Enumerable.Range(0, 3).Select(number => Classifier.Build(trained.Spec!, recipe.Training.Seed + number))];
        using var trainer = new Trainer(new TrainingTask(students[0], examples, new Distillation(3, 0.2), recipe.Training) { Peers = students[1..], HeldOut = heldOut });
        trainer.Run();

        Assert.Equal(students[0].Fingerprint(), trained.Fingerprint());
        foreach (var number in new[] { 1, 2 })
        {
            using var peer = ModelFile.Load(run.PathOf($"peer-{number}.safetensors"));
            Assert.Equal(students[number].Fingerprint(), peer.Fingerprint());
        }

        Array.ForEach(students, student => student.Dispose());
    }

    [Fact]
    public void TheMeanOfTheStudentTeachesIt()
    {
        var recipe = Recipe() with { MeanTeacher = 0.9 };
        var outcome = TrainJob.Run(TrainJob.Create(folder.File("run"), "", recipe), recipe, new());

        var (heldOut, examples) = recipe.Split.Of(DataSets.Open(Data, new(), new()).Train);
        using var trained = ModelFile.Load(outcome.Model);
        using var student = Classifier.Build(trained.Spec!, recipe.Training.Seed);
        using var trainer = new Trainer(new TrainingTask(student, examples, new Distillation(3, 0.2), recipe.Training) { MeanTeacher = 0.9, HeldOut = heldOut });
        trainer.Run();
        Assert.Equal(student.Fingerprint(), trained.Fingerprint());
    }

    [Theory]
    [InlineData("""{"generations":0}""", "generations is 0; expected 1 to 20")]
    [InlineData("""{"generations":21}""", "generations is 21; expected 1 to 20")]
    [InlineData("""{"caseWeight":"certainty","teacher":["a.safetensors"],"hardWeight":1}""", "which leaves it nothing at 1")]
    [InlineData("""{"peers":-1}""", "peers is -1; expected 0 to 20")]
    [InlineData("""{"peers":2,"generations":2}""", "peers teach each other, and there is another teacher")]
    [InlineData("""{"peers":2,"start":"a.safetensors"}""", "start gives the same to all")]
    [InlineData("""{"peers":2,"meanTeacher":0.9}""", "peers teach each other, and there is another teacher")]
    [InlineData("""{"peers":2,"teacher":["a.safetensors"]}""", "peers teach each other, and there is another teacher")]
    [InlineData("""{"peers":2,"hints":["relu1=relu1"],"hintModel":"a.safetensors"}""", "hints and vectors are for one student")]
    [InlineData("""{"meanTeacher":1}""", "meanTeacher is 1; expected more than 0 and less than 1")]
    [InlineData("""{"meanTeacher":0.9,"generations":2}""", "meanTeacher makes the student's mean its teacher, and there is another")]
    [InlineData("""{"meanTeacher":0.9,"teacher":["a.safetensors"]}""", "meanTeacher makes the student's mean its teacher, and there is another")]
    [InlineData("""{"generations":2,"budget":{"bytes":9000}}""", "generations train one architecture, and a budget tries many")]
    [InlineData("""{"generations":2,"hintsAlone":true,"hints":["a=b"],"hintModel":"a.safetensors"}""", "generations teach soft targets")]
    public void WhatDoesNotFitIsRefused(string keys, string expected)
    {
        var tree = JsonNode.Parse(keys)!.AsObject();
        (tree["data"], tree["network"]) = (Data, new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray(8) });
        Assert.Contains(expected, Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "recipe")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnyTeacherATemperatureWouldChangeNothing()
    {
        var tree = new JsonObject { ["data"] = Data, ["network"] = new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray(8) }, ["temperature"] = 3 };
        var typed = new Dictionary<string, string> { ["temperature"] = "--temperature" };
        Assert.Contains("meanTeacher, generations or peers", Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "recipe", typed)).Message, StringComparison.Ordinal);
        foreach (var (key, value) in new (string, JsonNode)[] { ("generations", 2), ("meanTeacher", 0.99), ("peers", 1) })
        {
            var taught = (JsonObject)tree.DeepClone();
            taught[key] = value;
            Assert.True(TrainRecipe.Read(taught, "recipe", typed).Distils);
        }
    }

    private static TrainRecipe Recipe() => new()
    {
        Data = Data,
        Limit = 200,
        Network = new MlpSpec { Widths = [8, 6] },
        Temperature = 3,
        HardWeight = 0.2,
        Training = new TrainingOptions { Duration = Duration.Epochs(2), BatchSize = 32 },
    };
}
