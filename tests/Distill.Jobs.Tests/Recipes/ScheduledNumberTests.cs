using System.Text.Json.Nodes;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Schedules;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Recipes;

/// <summary>Numbers of recipes that change while a student trains.</summary>
public sealed class ScheduledNumberTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("4", 4.0, 4.0, 4.0, 4.0, 4.0)]
    [InlineData("8..2", 8.0, 6.5, 5.0, 3.5, 2.0)]
    [InlineData("8..2:linear", 8.0, 6.5, 5.0, 3.5, 2.0)]
    [InlineData("8..2:cosine", 8.0, 7.121320343559642, 5.0, 2.878679656440357, 2.0)]
    [InlineData("8..2:stairs:4", 8.0, 6.0, 4.0, 2.0, 2.0)]
    [InlineData("0.1..0.7:stairs:2", 0.1, 0.1, 0.7, 0.7, 0.7)]
    [InlineData(".1...7", 0.1, 0.25, 0.4, 0.55, 0.7)]
    public void WhatIsTypedHasItsValues(string text, params double[] atQuarters)
    {
        Assert.Null(ScheduledNumber.Parse(text, out var number));

        for (var quarter = 0; quarter <= 4; quarter++)
        {
            Assert.Equal(atQuarters[quarter], number.At(quarter / 4.0), 1e-14);
        }

        Assert.Equal(atQuarters[0], number.At(0));
        Assert.Equal(atQuarters[4], number.At(1));
    }

    [Theory]
    [InlineData("2,5", "2,5 is no number; write 2.5")]
    [InlineData("8..", "'' is no number")]
    [InlineData("8..hot", "hot is no number")]
    [InlineData("8..4..2", "8..4..2 is no number")]
    [InlineData("8..2:cosin", "'cosin' is no shape; expected linear, cosine, or stairs:4 with 2 to 100 stairs")]
    [InlineData("8..2:stairs:1", "'stairs:1' is no shape")]
    [InlineData("8..2:stairs", "'stairs' is no shape")]
    [InlineData("4:cosine", "4:cosine is no number")]
    public void WhatIsTypedWronglyIsTold(string text, string expected) =>
        Assert.StartsWith(expected, ScheduledNumber.Parse(text, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("4", "4")]
    [InlineData("2.5", "2.5")]
    [InlineData("""{"from":8,"to":2}""", """{"from":8,"to":2,"shape":"linear"}""")]
    [InlineData("""{"from":8,"to":2,"shape":"stairs","stairs":4}""", """{"from":8,"to":2,"shape":"stairs","stairs":4}""")]
    [InlineData("""{"from":3,"to":3,"shape":"cosine"}""", "3")]
    public void ARecipeIsWrittenAsItWasRead(string temperature, string expected)
    {
        var tree = Tree(temperature);

        var recipe = TrainRecipe.Read(tree, "train");
        var written = JsonNode.Parse(StrictJson.Write(recipe))!;

        Assert.Equal(expected, written["temperature"]!.ToJsonString());
        Assert.Equal(recipe.ScheduledTemperature.At(0.3), TrainRecipe.Read(written, "train").ScheduledTemperature.At(0.3));
        Assert.Equal(recipe.Temperature, recipe.ScheduledTemperature.At(0));
    }

    [Theory]
    [InlineData("""{"from":8}""", "to is missing")]
    [InlineData("""{"from":8,"too":2}""", "unknown key 'too'. Did you mean 'to'?")]
    [InlineData("""{"from":8,"to":2,"shape":"cosin"}""", "Did you mean 'cosine'?")]
    [InlineData("""{"from":8,"to":2,"shape":"stairs"}""", "stairs is missing; expected 2 to 100")]
    [InlineData("""{"from":8,"to":2,"stairs":3}""", "stairs is given, and shape is not stairs")]
    [InlineData("""{"from":8,"to":0}""", "temperature is 0; expected 0.001 to 1000000")]
    [InlineData("\"8..2\"", "8..2 is no number; write {\"from\": 8, \"to\": 2}")]
    [InlineData("\"2,5\"", "temperature: 2,5 is no number; write 2.5")]
    [InlineData("true", "temperature: true is no number")]
    [InlineData("null", "temperature is null")]
    [InlineData("1e999", "temperature: 1e999 is too large")]
    public void AWrongKeyIsTold(string temperature, string expected) =>
        Assert.Contains(expected, Assert.Throws<DistillException>(() => TrainRecipe.Read(Tree(temperature), "train")).Message, StringComparison.Ordinal);

    [Fact]
    public void AWeightThatNeedsWhatIsNotThereIsRefused()
    {
        Refuses("""{"hardWeight":{"from":0,"to":1},"objective":"standardised"}""", "hardWeight is from 0 to 1, linear, which leaves standardised no weight at 1");
        Refuses("""{"hardWeight":{"from":0,"to":0.5},"unlabelled":["glyphs"]}""", "and hardWeight is from 0 to 0.5, linear; set hardWeight to 0");
        Refuses("""{"objective":"multiLevel","temperature":{"from":4,"to":2}}""", "temperature would change nothing");

        static void Refuses(string keys, string expected)
        {
            var tree = Tree("4").AsObject();
            tree.Remove("temperature");
            foreach (var (key, value) in JsonNode.Parse(keys)!.AsObject())
            {
                tree[key] = value?.DeepClone();
            }

            Assert.Contains(expected, Assert.Throws<DistillException>(() => TrainRecipe.Read(tree, "train", new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AStudentIsTrainedAndItsCardSaysHow()
    {
        var recipe = Small with { Teacher = [Teacher()], ScheduledTemperature = new(8, 2, ScheduleShape.Cosine), ScheduledHardWeight = new(0, 0.5) };

        var trained = TrainJob.Run(TrainJob.Create(folder.File("student"), folder.Path, recipe), recipe, new());

        Assert.True(double.IsFinite(trained.Training.Last!.Nll));
        Assert.Equal(
            "soft targets at T = 8, labels at weight 0; over the training T from 8 to 2, cosine, weight of labels from 0 to 0.5, linear",
            recipe.MakeObjective().Description);
        var kept = TrainJob.Reopen(folder.File("student")).Recipe;
        Assert.Equal(recipe.ScheduledTemperature, kept.ScheduledTemperature);
        Assert.Equal(recipe.ScheduledHardWeight, kept.ScheduledHardWeight);
    }

    [Fact]
    public void ATopKStoreIsRefusedBeforeTheRunIsMadeUnlessItHasEveryStair()
    {
        var store = folder.File("targets");
        LabelJob.Run("glyphs", new(), new TeacherFiles([Teacher()], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions { TopK = 3, Temperatures = [2, 4, 6, 8] }, new());
        var recipe = Small with { Targets = store, Limit = null, ScheduledTemperature = new(8, 2) };

        var message = Assert.Throws<DistillException>(() => TrainJob.Create(folder.File("linear"), folder.Path, recipe)).Message;

        Assert.Contains("serves T = 2, 4, 6, 8, and the temperature is to change over the training, so that T = 7.994 is asked for, too", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("linear")));
        var stairs = recipe with { ScheduledTemperature = new(8, 2, ScheduleShape.Stairs, 4) };
        Assert.Equal([8, 6, 4, 2], stairs.ScheduledTemperature.Values);
        Assert.True(TrainJob.Run(TrainJob.Create(folder.File("stairs"), folder.Path, stairs), stairs, new()).Training.Completed);
    }

    [Fact]
    public void ARowOfAComparisonHasScheduledNumbers()
    {
        var row = StrictJson.Read<RowRecipe>("""{"id":"falling","label":"Falling","temperature":{"from":8,"to":2},"hardWeight":{"from":0.5,"to":0.1}}""", "row");

        var (objective, temperature, weight) = row.Taught(3, 0.2);

        Assert.Empty(row.Problems());
        Assert.Null(temperature);
        Assert.Equal(0.3, weight);
        Assert.Equal(objective.Description, row.Words(objective));
        Assert.Equal(5, objective.At(2, 5).TeacherTemperature);
        Assert.False(row.IsDecidedByAll);
        Assert.Contains("has hardWeight from 0.5 to 2, linear", string.Join(' ', (row with { ScheduledHardWeight = new(0.5, 2) }).Problems()), StringComparison.Ordinal);
        Assert.Contains("\"temperature\": {", StrictJson.Write(row), StringComparison.Ordinal);
        Assert.DoesNotContain("temperature", StrictJson.Write(row with { ScheduledTemperature = null }), StringComparison.Ordinal);
    }

    private static TrainRecipe Small { get; } = new()
    {
        Data = "glyphs",
        Limit = 60,
        Network = new MlpSpec { Widths = [8] },
        Training = new TrainingOptions { Duration = Duration.Epochs(1), BatchSize = 16 },
    };

    private static JsonNode Tree(string temperature) => StrictJson.ParseTree(
        $$"""{"data":"glyphs","network":{"kind":"mlp","widths":[8]},"teacher":["a"],"temperature":{{temperature}}}""", "train");

    private string Teacher() => TrainJob.Run(TrainJob.Create(folder.File("teacher"), folder.Path, Small), Small, new()).Model;
}
