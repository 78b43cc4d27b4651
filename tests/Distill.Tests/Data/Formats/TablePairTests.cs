using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class TablePairTests
{
    [Fact]
    public void TestColumnsAreMatchedByName()
    {
        var training = Tables.Read("x,y,z,label\n1,2,3,a\n4,5,6,b\n");
        var test = Tables.Read("id,z,Label,x,y\n1,30,b,10,20\n2,60,a,40,50\n", training: training);

        Assert.Equal([10f, 20, 30, 40, 50, 60], test.Examples.Features());
        Assert.Equal([1L, 0], test.Examples.Labels());
        Assert.Equal(["x", "y", "z"], test.Examples.FeatureNames!);
    }

    [Fact]
    public void OtherColumnsAreRefusedByName()
    {
        var error = Tables.Refused("x,q,label,r\n1,2,a,3\n", training: Tables.Read("x,y,label\n1,2,a\n4,5,b\n"));

        Assert.Contains("it lacks 'y', and has 'q', 'r' beside them", error.Message, StringComparison.Ordinal);
        Assert.Equal([CsvRemedy.IgnoreColumns], error.Remedies);
    }

    [Theory]
    [InlineData("label,p0,p1\n0,1,2\n1,3,4\n", "p1,p0\n6,5\n", "'label'")]
    [InlineData("0,1.5,2\n1,3.5,4\n", "5,6\n", "of the class")]
    public void RowsWithoutAClassHaveNoLabel(string train, string test, string said)
    {
        var training = Tables.Read(train, said == "'label'" ? null : new() { LabelColumn = "0", Header = false });
        var rows = Tables.Read(test, training: training);

        Assert.Equal([5f, 6], rows.Examples.Features());
        Assert.Equal([-1L], rows.Examples.Labels());
        Assert.Contains($"has no column {said}, so its examples have no label", rows.Notes.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAHeaderColumnsAreTakenByPlace()
    {
        var rows = Tables.Read("5.5,6.5,b\n", training: Tables.Read("x,y,label\n1,2,a\n3,4,b\n"));

        Assert.Equal([5.5f, 6.5f], rows.Examples.Features());
        Assert.Contains("has no header", rows.Notes.Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains("4 columns where the training file has 3", Tables.Refused("5.5,6.5,1,b\n", training: Tables.Read("1.5,2,a\n3,4,b\n")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train.csv", "test.csv")]
    [InlineData("Training.csv", "Testing.csv")]
    [InlineData("TRAIN.CSV", "Valid.csv")]
    [InlineData("iris_train.csv", "iris_validation.csv")]
    [InlineData("iris-Training.tsv", "iris-dev.csv")]
    public void PartsAreToldByTheirNames(string training, string test)
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, training, "x,label\n1,a\n2,b\n");
        Write(folder, test, "x,label\n3,b\n");

        var opened = TableFiles.Open(file, new(), Title);

        Assert.Equal((2, 1), (opened.Train.Examples.Count, opened.Test!.Examples.Count));
        Assert.StartsWith($"the table {test} beside it", opened.Test.RecognisedBy, StringComparison.Ordinal);
        Assert.Empty(opened.LeftOut);
        Assert.Equal(file, TableFiles.TrainingFile(Directory.GetFiles(folder.Path)));
    }

    [Fact]
    public void TheLabelledFileIsTheTestPartAndOthersAreLeftOut()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, "train.csv", "x,y,label\n1,2,a\n2,3,b\n");
        Write(folder, "test.csv", "x,y\n3,4\n");
        Write(folder, "valid.csv", "x,y,label\n3,4,b\n");
        Write(folder, "sample_submission.csv", "id,label\n1,a\n");
        Write(folder, ".DS_Store", "x");

        var opened = TableFiles.Open(file, new(), Title, Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList());

        Assert.Equal([1L], opened.Test!.Examples.Labels());
        Assert.Equal(new LeftOut("files beside the tables of training and test rows", 2, "sample_submission.csv"), opened.LeftOut.Single());
        Assert.Equal(["test.csv"], TableFiles.Open(file, new(), Title).LeftOut.Select(item => item.First));
    }

    [Fact]
    public void LabelsInAFileOfTheirOwnAreRefused()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, "X_train.csv", "x,y,z\n1,2,5\n2,3,6\n");
        Write(folder, "y_train.csv", "label\n0\n1\n");

        Assert.Equal(file, TableFiles.TrainingFile(Directory.GetFiles(folder.Path)));
        Assert.Contains("y_train.csv beside", Assert.Throws<DistillException>(() => TableFiles.Open(file, new(), Title)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileAloneIsUndividedAndOneOfSeveralIsAsked()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, "iris.csv", "x,label\n1,a\n2,b\n");

        Assert.Equal(file, TableFiles.TrainingFile(Directory.GetFiles(folder.Path)));
        Write(folder, "test.csv", "x,label\n1,a\n2,b\n");
        Assert.Null(TableFiles.Open(file, new(), Title).Test);
        Assert.Contains("has several tables: ", Assert.Throws<DistillException>(() => TableFiles.TrainingFile(Directory.GetFiles(folder.Path))).Message, StringComparison.Ordinal);
    }

    private static string Title(string path, SetPart part) => $"{Path.GetFileName(path)}/{part}";

    private static string Write(TemporaryFolder folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));
}
