using Distill.Data.Formats;

namespace Distill.Tests.Data.Formats;

public sealed class TableHeaderTests
{
    [Theory]
    [InlineData("0,1,2,label", 12)]
    [InlineData("0,1,2,Art", 12)]
    [InlineData("x,2019,z,label", 12)]
    [InlineData("2017,2018,2019,label", 12)]
    [InlineData("1,2,zwei,species", 12)]
    [InlineData("# x,y,z,c", 12)]
    public void NumbersMayBeNames(string header, int rows)
    {
        var source = Tables.Read($"{header}\n{Tables.Rows(rows)}").Examples;

        Assert.Equal((rows, 3), (source.Count, source.Shape.Size));
        Assert.Equal(["a", "b", "c"], source.ClassNames);
        Assert.Equal(header.TrimStart('#', ' ').Split(',')[..3], source.FeatureNames);
    }

    [Fact]
    public void PlacesAsNamesOfNumericClassesAreAHeader()
    {
        var source = Tables.Read($"0,1,2,3\n{Tables.Rows(classes: "012")}").Examples;
        var pixels = Tables.Read($"{string.Join(',', Enumerable.Range(0, 12))}\n{string.Join(',', Enumerable.Repeat(1, 12))}\n").Examples;

        Assert.Equal((12, 3), (source.Count, source.ClassNames.Count));
        Assert.Equal(1, pixels.Count);
    }

    [Theory]
    [InlineData("0.5,1.5,2.5,d", 13)]
    [InlineData("?,?,?,a", 1)]
    [InlineData("1.5,zwei,2.5,a", 1)]
    public void LinesThatAreLikeTheOthersAreExamples(string first, int examples)
    {
        var text = $"{first}\n{Tables.Rows()}";
        if (examples > 1)
        {
            Assert.Equal(examples, Tables.Read(text).Examples.Count);
        }
        else
        {
            Assert.Contains("line 1, column", Tables.Refused(text).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutAHeaderFeaturesHaveNoNames()
    {
        Assert.Null(Tables.Read(Tables.Rows()).Examples.FeatureNames);
        Assert.Contains("no header, classes in column 4", Tables.Read(Tables.Rows()).Form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,1,2\n3,4,5\n6,7,8\n", 2)]
    [InlineData("2017,2018,2019,Art\n", 14)]
    public void WhatMayBeEitherIsAsked(string start, int lines)
    {
        var text = lines == 2 ? start : start + Tables.Rows();
        var error = Tables.Refused(text);

        Assert.Equal([CsvRemedy.Header], error.Remedies);
        Assert.Contains("may name the columns or be an example", error.Message, StringComparison.Ordinal);
        var named = Tables.Read(text, new() { Header = true }).Examples.Count;
        Assert.Equal(named + 1, Tables.Read(text, new() { Header = false }).Examples.Count);
    }

    [Fact]
    public void AFaultyFirstLineNamesTheOption() =>
        Assert.Equal([CsvRemedy.Header], Tables.Refused($"1.5,zwei,2.5,a\n{Tables.Rows()}").Remedies);

    [Fact]
    public void ASeparatorAtTheEndOfLinesMakesNoColumn()
    {
        foreach (var header in (string[])["", "x,y,z,label\n", "x,y,z,label,\n"])
        {
            var table = Tables.Read(header + Tables.Rows().Replace("\n", ",\n", StringComparison.Ordinal));

            Assert.Equal((12, 3), (table.Examples.Count, table.Examples.Shape.Size));
            Assert.Equal(["a", "b", "c"], table.Examples.ClassNames);
            Assert.Equal(("columns that are empty in every row", 1, "column 5"), (table.Notes.LeftOut[0].Reason, table.Notes.LeftOut[0].Count, table.Notes.LeftOut[0].First));
        }
    }

    [Fact]
    public void ALastColumnThatHasANameStays() =>
        Assert.Equal(-1, Tables.Read("x,y,label\n1.5,2.5,\n2.5,3,\n").Examples.Labels().Max());

    [Theory]
    [InlineData("", "column 1")]
    [InlineData("Unnamed: 0", "'Unnamed: 0'")]
    [InlineData("id", "'id'")]
    [InlineData("Index", "'Index'")]
    [InlineData("PassengerId", "'PassengerId'")]
    public void ColumnsThatNumberTheRowsAreNoFeatures(string name, string said)
    {
        var text = $"{name},x,y,z,label\n{string.Concat(Tables.Rows().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((row, place) => $"{place + 1},{row}\n"))}";
        var table = Tables.Read(text);

        Assert.Equal(["x", "y", "z"], table.Examples.FeatureNames!);
        Assert.Equal(("columns that number or name the rows", said), (table.Notes.LeftOut.Single().Reason, table.Notes.LeftOut.Single().First));
        Assert.Equal(4, Tables.Read(text, new() { IgnoreColumns = [] }).Examples.Shape.Size);
    }

    [Fact]
    public void ShuffledNumbersAndNamesOfRowsAreNoFeaturesEither()
    {
        var rows = Tables.Rows(11).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, Tables.Read($",x,y,z,label\n{string.Concat(rows.Select((row, place) => $"{place * 7 % 11},{row}\n"))}").Examples.Shape.Size);
        Assert.Equal(3, Tables.Read($"id,x,y,z,label\n{string.Concat(rows.Select((row, place) => $"row{place},{row}\n"))}").Examples.Shape.Size);
        Assert.Equal(4, Tables.Read($"id,x,y,z,label\n{string.Concat(rows.Select((row, place) => $"{place % 4},{row}\n"))}").Examples.Shape.Size);
        Assert.Equal(4, Tables.Read($"humid,x,y,z,label\n{string.Concat(rows.Select((row, place) => $"{place * 7 % 11},{row}\n"))}").Examples.Shape.Size);
    }

    [Fact]
    public void RowNumbersWithoutAHeaderAreWarnedOf()
    {
        var table = Tables.Read(string.Concat(Tables.Rows().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((row, place) => $"{place},{row}\n")));

        Assert.Equal(4, table.Examples.Shape.Size);
        Assert.Contains("Column 1 of data.csv counts the rows", table.Notes.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsToIgnoreAreNamesOrPlaces()
    {
        var text = $"x,y,z,label\n{Tables.Rows()}";

        Assert.Equal(["x"], Tables.Read(text, new() { IgnoreColumns = ["y", "2"] }).Examples.FeatureNames!);
        Assert.Contains("no column to ignore 'q': its columns are x, y, z, label", Tables.Refused(text, new() { IgnoreColumns = ["q"] }).Message, StringComparison.Ordinal);
        Assert.Contains("both the class and to be ignored", Tables.Refused(text, new() { IgnoreColumns = ["label"], LabelColumn = "label" }).Message, StringComparison.Ordinal);
    }
}
