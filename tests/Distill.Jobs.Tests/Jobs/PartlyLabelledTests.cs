using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

public sealed class PartlyLabelledTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatMeasuresIsDrawnFromWhatIsLabelled()
    {
        var description = DataSets.Describe(Table("some", row => row < 40), new DataOptions(), new());

        Assert.Equal([("train", 112, 32), ("test", 8, 8)], description.Parts.Select(part => (part.Name, part.Examples, part.Labelled)));
        Assert.Equal(["no", "yes"], description.Classes);
    }

    [Fact]
    public void WithoutAnyLabelThereIsNoTestPart()
    {
        var description = DataSets.Describe(Table("none", _ => false), new DataOptions(), new());

        Assert.Equal([("train", 120, 0)], description.Parts.Select(part => (part.Name, part.Examples, part.Labelled)));
        var none = Assert.Throws<DistillException>(() => DataSets.Open(folder.File("none.csv"), new DataOptions(), new()));
        Assert.Contains("No example of", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentLearnsUnlabelledRowsFromATeacherThatNamesTheClasses()
    {
        var teacher = Teacher();
        var recipe = Recipe(Table("none", _ => false)) with { Teacher = [teacher], HardWeight = 0 };

        var outcome = Train(recipe, out var said);

        Assert.Null(outcome.Test);
        Assert.Null(outcome.Training.Last);
        using var student = ModelFile.Load(outcome.Model);
        Assert.Equal(["no", "yes"], student.ClassNames);
        Assert.Empty(said);
        Assert.Equal(outcome.Model, TrainJob.Finished(RunDirectory.Open(outcome.Run))?.Model);
    }

    [Fact]
    public void UnlabelledRowsTakeTheClassesOfStoredTargets()
    {
        var (store, none) = (folder.File("targets"), Table("none", _ => false));
        LabelJob.Run(none, new DataOptions(), new TeacherFiles([Teacher()], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions(), new());

        using var student = ModelFile.Load(Train(Recipe(none) with { Targets = store, HardWeight = 0 }, out _).Model);
        Assert.Equal(["no", "yes"], student.ClassNames);
    }

    [Fact]
    public void AStudentThatStartsAsItsOwnTeacherIsToldSo()
    {
        var teacher = Teacher();
        var outcome = Train(Recipe(Table("all", _ => true)) with { Teacher = [teacher], Start = teacher, Network = null }, out _);
        Assert.Contains("The student starts as its own teacher", Assert.Single(RunDirectory.Open(outcome.Run).ReadManifest().Warnings!), StringComparison.Ordinal);
    }

    [Fact]
    public void UnlabelledRowsAreLabelledWithTheTeachersClasses()
    {
        var store = folder.File("targets");
        LabelJob.Run(
            Table("none", _ => false), new DataOptions(), new TeacherFiles([Teacher()], EnsembleMean.Arithmetic, new()), store, new TargetStoreOptions(), new());

        using var opened = SoftTargetStore.Open(store);
        Assert.Equal((120, 2), (opened.Plan.Examples, opened.Plan.Classes));
    }

    [Fact]
    public void LabelsThatTheObjectiveReadsAreAskedForBeforeTraining()
    {
        var some = Table("some", row => row < 40);
        var distilled = Assert.Throws<DistillException>(() => Train(Recipe(some) with { Teacher = [Teacher()] }, out _));
        Assert.Contains("80 of 109 training examples", distilled.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HardWeight))], distilled.Remedies);

        var alone = Train(Recipe(some), out var said);
        Assert.Contains("Left out: 80 examples without a label, since there is no teacher to learn them from.", said);
        Assert.Equal(8, alone.Test?.Examples);

        Assert.Contains("no teacher to learn from", Assert.Throws<DistillException>(() => Train(Recipe(Table("none", _ => false)), out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATestPartWithoutLabelsIsLeftOutAndNamed()
    {
        Table("train", _ => true);
        Table("test", _ => false);

        var description = DataSets.Describe(folder.File("train.csv"), new DataOptions(), new());

        Assert.Equal([("train", 96), ("test", 24)], description.Parts.Select(part => (part.Name, part.Labelled)));
        var leftOut = Assert.Single(description.LeftOut);
        Assert.Equal(("test examples without a label", 120), (leftOut.Reason, leftOut.Count));
    }

    [Fact]
    public void NothingIsHeldOutWhereNothingIsAskedFor()
    {
        var outcome = Train(Recipe(Table("all", _ => true)) with { HeldOut = 0 }, out _);

        Assert.Null(outcome.Training.Last);
        Assert.Equal(24, outcome.Test?.Examples);
    }

    private static TrainRecipe Recipe(string data) => new()
    {
        Data = data,
        Network = new MlpSpec { Widths = [4] },
        Training = new TrainingOptions { Duration = Duration.Epochs(1) },
    };

    private TrainOutcome Train(TrainRecipe recipe, out List<string> said)
    {
        var lines = said = [];
        var run = TrainJob.Create(folder.File($"run-{Guid.NewGuid():n}"), folder.Path, recipe);
        return TrainJob.Run(run, recipe, new() { Say = lines.Add });
    }

    private string Teacher()
    {
        using var model = Classifier.Build(
            new ModelSpec(ExampleShape.Features(2), ["no", "yes"], Normalisation.None, new MlpSpec { Widths = [4] }), seed: 1);
        var path = folder.File("teacher.safetensors");
        ModelFile.Save(path, model);
        return path;
    }

    private string Table(string name, Func<int, bool> labelled)
    {
        var rows = Enumerable.Range(0, 120).Select(row => $"{row % 7},{row % 5}.5,{(labelled(row) ? row % 2 == 0 ? "no" : "yes" : "")}");
        return folder.Write($"{name}.csv", System.Text.Encoding.ASCII.GetBytes("x,y,label\n" + string.Join('\n', rows) + "\n"));
    }
}
