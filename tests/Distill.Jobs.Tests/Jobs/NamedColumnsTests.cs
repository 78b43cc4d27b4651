using Distill.Images;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Export;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Jobs.Training;
using Distill.Models;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Jobs.Tests.Jobs;

public sealed class NamedColumnsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AModelFindsTheColumnsOfItsTrainingInAnyOrder(bool exported)
    {
        var model = Train(Table("trained", ["x", "y", "z"]));
        if (exported)
        {
            ExportJob.Run(new ExportRequest { Model = model, Out = folder.File("model.onnx"), Data = folder.File("trained.csv") }, new());
            model = folder.File("model.onnx");
        }

        var same = Evaluate(model, folder.File("trained.csv"));
        Assert.Equal(0, same);
        Assert.Equal(same, Evaluate(model, Table("other", ["z", "x", "y"])));
        Assert.Contains("z cannot be found", Assert.Throws<DistillException>(() => Evaluate(model, Table("renamed", ["x", "y", "w"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HowColumnsAreFoundIsSaidWhereItIsNotPlain()
    {
        var model = Train(Table("trained", ["x", "y", "z"]));
        var said = new List<string>();

        Evaluate(model, folder.File("trained.csv"), said.Add);
        Assert.DoesNotContain(said, text => text.Contains("columns", StringComparison.Ordinal));
        Evaluate(model, Table("other", ["z", "x", "y"]), said.Add);
        Assert.Contains(said, text => text.Contains("are found by their names", StringComparison.Ordinal));
        Evaluate(model, Table("others", ["a", "b", "c"]), said.Add);
        Assert.Contains(said, text => text.Contains("are taken by position: it calls them x, y, z, and the data a, b, c", StringComparison.Ordinal));
    }

    private static long Evaluate(string model, string data, Action<string>? say = null) =>
        EvaluateJob.Run(model, data, new DataOptions(), new TeacherFiles([], Distill.Teachers.EnsembleMean.Arithmetic, new()), null, new() { Say = say }).Model.Test.Errors;

    private string Train(string data)
    {
        var recipe = new TrainRecipe
        {
            Data = data,
            Network = new MlpSpec { Widths = [8] },
            HeldOut = 0,
            Training = new TrainingOptions { Duration = Duration.Epochs(60), BatchSize = 16, Schedule = new CosineRate { Rate = 0.02 } },
        };
        var run = TrainJob.Create(folder.File("run"), folder.Path, recipe);
        return TrainJob.Run(run, recipe, new()).Model;
    }

    // The class is told by x alone; y and z would say something else.
    private string Table(string name, string[] columns)
    {
        var rows = Enumerable.Range(0, 150).Select(row => string.Join(',', columns.Select(column => column switch
        {
            "x" => row % 2 == 0 ? "1.5" : "-1.5",
            "y" => row % 3 == 0 ? "1.5" : "-1.5",
            _ => row % 5 == 0 ? "1.5" : "-1.5",
        })) + (row % 2 == 0 ? ",no" : ",yes"));
        return folder.Write($"{name}.csv", System.Text.Encoding.ASCII.GetBytes($"{string.Join(',', columns)},label\n{string.Join('\n', rows)}\n"));
    }
}
