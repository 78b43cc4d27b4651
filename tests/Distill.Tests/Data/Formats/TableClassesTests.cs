using System.Globalization;
using Distill.Data.Formats;

namespace Distill.Tests.Data.Formats;

public sealed class TableClassesTests
{
    [Theory]
    [InlineData("target")]
    [InlineData("Class")]
    [InlineData("species")]
    [InlineData("class_name")]
    public void AColumnCalledAsClassesAreIsTakenBeforeMeasuredNumbers(string name)
    {
        var table = Tables.Read($"{name},x,y,z\n{Tables.Rows(classes: "123", classFirst: true)}");

        Assert.Equal(["1", "2", "3"], table.Examples.ClassNames);
        Assert.Contains($"is the column '{name}', by its name", table.Notes.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereTheLastColumnMayBeClassesTooItIsAsked()
    {
        var text = "target,x,kind\n" + string.Concat(Enumerable.Range(0, 12).Select(row => $"{row % 3},{row}.5,{row % 2}\n"));
        var error = Tables.Refused(text);

        Assert.Equal([CsvRemedy.LabelColumn], error.Remedies);
        Assert.Contains("the class may be 'target' or 'kind'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Tables.Read(text, new() { LabelColumn = "target" }).Examples.ClassNames.Count);
        Assert.Equal(2, Tables.Read(text, new() { LabelColumn = "KIND" }).Examples.ClassNames.Count);
    }

    [Fact]
    public void CoordinatesAreNoClasses() =>
        Assert.Equal(["0", "1"], Tables.Read("x,y,kind\n1.5,2,0\n2.5,3,1\n").Examples.ClassNames);

    [Fact]
    public void NumbersToPredictAreRefusedWithWhatIsMoreLikely()
    {
        var prices = string.Concat(Enumerable.Range(0, 40).Select(row => string.Create(CultureInfo.InvariantCulture, $"{"ab"[row % 2]},{row}.5,{60 + row * 0.37}\n")));

        var first = Tables.Refused($"kind,x,price\n{prices}", new() { IgnoreColumns = ["kind"] });
        Assert.Contains("'price' of data.csv has 40 different values in 40 rows", first.Message, StringComparison.Ordinal);
        Assert.Equal([CsvRemedy.LabelColumn], first.Remedies);
        Assert.Contains("More likely is column 1 (place 0)", Tables.Refused(Tables.Rows(classes: "123", classFirst: true)).Message, StringComparison.Ordinal);
        Assert.Contains("numbers to predict", Tables.Refused($"x,label\n{string.Concat(Enumerable.Range(0, 9).Select(row => $"1,{row}.{row}5\n"))}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersAndNamesOfSingleRowsAreRefusedUnlessNamed()
    {
        var counts = "x,sold\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row}.5,{1000 + (row * 13)}\n"));
        var names = "x,who\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row}.5,n{row}\n"));

        Assert.Contains("40 different values in 40 rows", Tables.Refused(counts).Message, StringComparison.Ordinal);
        Assert.Contains("a name for each row", Tables.Refused(names).Message, StringComparison.Ordinal);
        Assert.Equal(40, Tables.Read(counts, new() { LabelColumn = "sold" }).Examples.ClassNames.Count);
    }

    [Fact]
    public void ManyNumbersOfFewRowsAreWarnedOf() => Assert.Contains(
        "has 30 different values in 90 rows, each of which is a class",
        Tables.Read("x,age\n" + string.Concat(Enumerable.Range(0, 90).Select(row => $"{row}.5,{row % 30}\n"))).Notes.Warnings.Single(),
        StringComparison.Ordinal);

    [Fact]
    public void WholeNumbersAreClassesInTheirOrderHoweverWritten()
    {
        var floats = Tables.Read("x,y,label\n" + string.Concat(Enumerable.Range(0, 24).Select(row => $"{row}.5,1,{row % 12}.0\n")));
        var mixed = Tables.Read("x,label\n1,01\n2,1\n3,+1\n4,10\n5,2\n");

        Assert.Equal(Enumerable.Range(0, 12).Select(place => $"{place}"), floats.Examples.ClassNames);
        Assert.Equal(["1", "2", "10"], mixed.Examples.ClassNames);
        Assert.Equal([0L, 0, 0, 2, 1], mixed.Examples.Labels());
        Assert.Contains("'01', '1'", mixed.Notes.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(["007", "010"], Tables.Read("x,label\n1,010\n2,007\n").Examples.ClassNames);
        Assert.Equal(["0.5", "1.5", "10.5"], Tables.Read("x,label\n1,10.5\n2,0.5\n3,1.5\n").Examples.ClassNames);
        Assert.Equal([0L, 11, 1], Tables.Read("x,y,label\n1,2,0\n1,2,11\n1,2,+1\n", training: floats).Examples.Labels());
    }

    [Fact]
    public void NamesAreComposedAndTrimmedAndNearOnesWarnedOf()
    {
        var table = Tables.Read("x,label\n1,cafe\u0301\n2, caf\u00e9 \n3,Cat\n4,cat\n");

        Assert.Equal(["Cat", "caf\u00e9", "cat"], table.Examples.ClassNames.Order(StringComparer.Ordinal));
        Assert.Equal(table.Examples.Labels()[0], table.Examples.Labels()[1]);
        Assert.Equal("'Cat', 'cat' in data.csv differ only in case or spaces, and are 2 classes.", table.Notes.Warnings.Single());
    }

    [Fact]
    public void AMissingClassIsNoLabel()
    {
        var numbers = Tables.Read("x,label\n1,0\n2,NaN\n3,NA\n4,\n5,1\n");
        var words = Tables.Read("x,label\n1,yes\n2,?\n3,NA\n");

        Assert.Equal([0L, -1, -1, -1, 1], numbers.Examples.Labels());
        Assert.Contains("whose class is 'NaN' or 'NA'", numbers.Notes.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(["NA", "yes"], words.Examples.ClassNames);
        Assert.Equal([1L, -1, 0], words.Examples.Labels());
        Assert.Contains("'NA' in data.csv is read as a class", words.Notes.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void AllOtherClassesOfTestRowsAreNamedAtOnce()
    {
        var training = Tables.Read("x,label\n1,a\n2,b\n");

        Assert.Contains(
            "label 'z' (rows: 2, first on line 2), label 'k' (rows: 1, first on line 5), none of the 2 classes (a, b)",
            Tables.Refused("x,label\n1,z\n2,a\n3,z\n4,k\n", training: training).Message,
            StringComparison.Ordinal);
    }
}
