using System.Globalization;
using System.Text;
using CsCheck;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class CsvReaderTests
{
    [Fact]
    public void TakesTheColumnNamedLabelAndSortsTextClasses()
    {
        var source = Read("width,label,height\n1.5,pear,2\n-1e3,apple,.25\n0,pear,3\n");

        Assert.Equal(ExampleShape.Features(2), source.Shape);
        Assert.Equal(ElementType.Real, source.ElementType);
        Assert.Equal(["apple", "pear"], source.ClassNames);
        Assert.Equal([1L, 0, 1], new ExampleView(source).Labels());
        using var batch = new ExampleView(source).Read(0, 3);
        Assert.Equal([1.5f, 2, -1000, .25f, 0, 3], batch.Inputs.data<float>().ToArray());
    }

    [Fact]
    public void WithoutHeaderTheLastColumnIsTheClassAndWholeNumbersSortAsNumbers()
    {
        var source = Read("1,2,10\r\n3,4,9\r\n\r\n5,6,10");

        Assert.Equal(["9", "10"], source.ClassNames);
        Assert.Equal([1L, 0, 1], new ExampleView(source).Labels());
    }

    [Theory]
    [InlineData("0", 1L)]
    [InlineData("-3", 1L)]
    [InlineData("a", 1L)]
    [InlineData("", -1L)]
    public void TheLabelColumnIsANameOrAPlace(string column, long second)
    {
        var source = Read("a,b,c\n1,2,3\n2,5,6\n", new() { LabelColumn = column });

        Assert.Equal(second, new ExampleView(source).Labels()[1]);
        Assert.Equal(column.Length == 0 ? 3 : 2, source.Shape.Size);
    }

    [Fact]
    public void AnotherFilesClassesCanBeGivenAndEmptyLabelsAreUnknown()
    {
        var source = Read("1;b\n2;\n", new() { ClassNames = ["a", "b", "c"], Separator = ';' });

        Assert.Equal([1L, -1], new ExampleView(source).Labels());
        Assert.Equal(3, source.ClassNames.Count);
    }

    [Fact]
    public void QuotedFieldsKeepSeparatorsQuotesAndLines()
    {
        var source = Read("x,label\n\"1\",\"a \"\"b\"\", c\nd\"\n2,e\n");

        Assert.Equal(["a \"b\", c\nd", "e"], source.ClassNames);
    }

    [Theory]
    [InlineData("x,y,label\n1,2,a\n1,zwei,a\n", "1 word in 1 line (line 3, column 2 (y): 'zwei')")]
    [InlineData("1,2\n\"1,5\",3\n", "1 number with a comma in 1 line (line 2, column 1: '1,5')")]
    [InlineData("1,2\nNaN,3\n", "1 missing value in 1 line (line 2, column 1: 'NaN')")]
    [InlineData("1,2\n1e99,3\n", "1 number too large for 32 bits in 1 line (line 2, column 1: '1e99')")]
    [InlineData("1,2\n1,2,3\n", "line 2: 3 columns where the first line has 2")]
    [InlineData("\"a\nb\",label\n1,2\n1\n", "line 4: 1 columns")]
    [InlineData("1,2\n1,\"a", "line 2, column 2: a quote is never closed")]
    [InlineData("1,2\n1,\"a\"b\n", "line 2, column 2: 'b' after a closing quote")]
    [InlineData("", "is empty")]
    [InlineData("a,b\n", "no row below")]
    [InlineData("a\nb\n", "no column of features")]
    public void SaysWhereAFileIsWrong(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DistillException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void SaysWhichColumnsThereAre()
    {
        Assert.Contains("its columns are a, b", Fails("a,b\n1,2\n", new() { LabelColumn = "klass" }), StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", Fails("1,2\n", new() { LabelColumn = "klass" }), StringComparison.Ordinal);
        Assert.Contains("label 'z' (rows: 1, first on line 1), none of the 1 classes (a)", Fails("1,z\n", new() { ClassNames = ["a"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFloatComesBackExactly() => Gen.Select(
        Gen.Single.Where(float.IsFinite).Array[3], Gen.String[1, 5].Select(s => $"c{s}".Trim())).Array[1, 5].Sample(rows =>
    {
        var text = new StringBuilder("a,b,c,label\n");
        foreach (var (numbers, label) in rows)
        {
            var quoted = $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            text.Append(string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))).Append(',').Append(quoted).Append('\n');
        }

        var source = Read(text.ToString());

        var bytes = new byte[rows.Length * 12];
        new ExampleView(source).CopyExamples(0, rows.Length, bytes);
        Assert.Equal(rows.SelectMany(r => r.Item1), System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        Assert.Equal(rows.Select(r => ComposedName.Of(r.Item2)), new ExampleView(source).Labels().Select(l => source.ClassNames[(int)l]));
    });

    private static ArraySource Read(string text, CsvOptions? options = null) =>
        CsvReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "data.csv", options, "data");

    private static string Fails(string text, CsvOptions options) => Assert.Throws<DistillException>(() => Read(text, options)).Message;
}
