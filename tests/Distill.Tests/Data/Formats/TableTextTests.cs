using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Tests.Data.Formats;

public sealed class TableTextTests
{
    private static readonly float[] Expected = Tables.Read(Tables.Rows()).Examples.Features();

    [Theory]
    [InlineData(",", "commas")]
    [InlineData(";", "semicolons")]
    [InlineData("\t", "tabs")]
    [InlineData("|", "bars")]
    [InlineData("   ", "spaces")]
    [InlineData(", ", "commas")]
    public void SeparatorsAreFound(string separator, string said)
    {
        foreach (var header in (string[])["", $"x{separator}y{separator}z{separator}label\n"])
        {
            var table = Tables.Read(header + Tables.Rows(separator: separator));

            Assert.Equal(Expected, table.Examples.Features());
            Assert.Equal(["a", "b", "c"], table.Examples.ClassNames);
            Assert.Contains($"fields between {said}", table.Form, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void DecimalsMayFollowAComma(string separator)
    {
        var table = Tables.Read(Tables.Rows(separator: separator).Replace('.', ','));

        Assert.Equal(Expected, table.Examples.Features());
        Assert.Contains("decimals after a comma", table.Form, StringComparison.Ordinal);
    }

    [Fact]
    public void CommasThatMayDivideThousandsAreNotGuessed()
    {
        Assert.Contains("may mark decimals or divide thousands", Tables.Refused("x;label\n1,234;a\n5,678;b\n").Message, StringComparison.Ordinal);
        Assert.Equal([1.234f, 0.678f], Tables.Read("x;label\n1,234;a\n0,678;b\n").Examples.Features());
        Assert.Contains("1 number with marks between thousands", Tables.Refused("x;label\n1.234,5;a\n0,5;b\n").Message, StringComparison.Ordinal);
        Assert.Contains("2 numbers with a comma", Tables.Refused("x,label\n\"1,234\",a\n\"5,678\",b\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDividesAlikeIsAsked()
    {
        var error = Tables.Refused("a,b;c\nd,e;f\n");

        Assert.Equal([CsvRemedy.Separator], error.Remedies);
        Assert.Contains("a comma and a semicolon both divide", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASeparatorCanBeGivenAndExcelsHintIsRead()
    {
        Assert.Equal(Expected, Tables.Read(Tables.Rows(separator: ":"), new() { Separator = ':' }).Examples.Features());
        Assert.Equal(Expected, Tables.Read($"sep=:\r\n{Tables.Rows(separator: ":")}").Examples.Features());
        Assert.Contains("line 3: 4 columns", Tables.Refused("sep=;\nx;y;label\n1;2;a;b\n2;3;a\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesMayEndInAReturnAlone()
    {
        Assert.Equal(Expected, Tables.Read(Tables.Rows().Replace('\n', '\r')).Examples.Features());
        Assert.Equal(Expected, Tables.Read(Tables.Rows().Replace("\n", "\r\r\n", StringComparison.Ordinal)).Examples.Features());
    }

    public static TheoryData<string, bool> Encodings => new()
    {
        { "utf-8", false }, { "utf-8", true }, { "utf-16", true }, { "utf-16BE", true }, { "utf-32", true }, { "utf-16", false },
        { "cp949", false }, { "euc-kr", false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void TextIsReadInItsEncoding(string name, bool marked)
    {
        var encoding = name is "cp949" or "euc-kr" ? CodePagesEncodingProvider.Instance.GetEncoding(949)! : Encoding.GetEncoding(name);
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes($"x,y,z,label\n{Tables.Rows(classes: "개새")}")];

        var table = Tables.Read(bytes, new() { Encoding = marked || name == "utf-8" ? null : name });

        Assert.Equal(["개", "새"], table.Examples.ClassNames);
        Assert.Equal(["x", "y", "z"], table.Examples.FeatureNames!);
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("latin-1")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("cp1252")]
    public void OtherTextIsRefusedWithItsLineAndReadByName(string name)
    {
        var bytes = Encoding.Latin1.GetBytes("x,label\n1,abc\n2,caf\u00e9\n3,caf\u00e8\n");

        var error = Assert.Throws<DistillException>(() => Tables.Read(bytes));

        Assert.Contains("line 3: the bytes E9 are no text in utf-8", error.Message, StringComparison.Ordinal);
        Assert.Equal([CsvRemedy.Encoding], error.Remedies);
        Assert.Equal(["abc", "caf\u00e8", "caf\u00e9"], Tables.Read(bytes, new() { Encoding = name }).Examples.ClassNames);
    }

    [Fact]
    public void NoEncodingIsGuessed()
    {
        Assert.Contains("there is no encoding 'klingon'", Tables.Refused("1,a\n", new() { Encoding = "klingon" }).Message, StringComparison.Ordinal);
        Assert.Contains("the byte order mark of utf-8", Tables.Refused("\uFEFF1,a\n", new() { Encoding = "latin1" }).Message, StringComparison.Ordinal);
        Assert.Contains(
            "NUL characters", Assert.Throws<DistillException>(() => Tables.Read(Encoding.Unicode.GetBytes("1,a\n"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", "a pointer of Git LFS")]
    [InlineData("<!DOCTYPE html><html></html>", "a page of HTML")]
    [InlineData("PK\u0003\u0004____", "a zip archive")]
    [InlineData("%PDF-1.7\n", "a PDF")]
    [InlineData("{\"a\": 1}\n", "JSON")]
    public void OtherFilesAreNamed(string text, string expected) =>
        Assert.Contains(expected, Tables.Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void PackedFilesAreNamed() => Assert.Contains(
        "a gzip archive", Assert.Throws<DistillException>(() => Tables.Read(TestFiles.Gzip("1,a\n"u8.ToArray()))).Message, StringComparison.Ordinal);

    [Fact]
    public void AllFaultyCellsAreToldInOneMessage()
    {
        var message = Tables.Refused(
            "x,y,label\n1,,a\nNaN,?,b\n1,inf,a\n1,1e99,a\n12%,$5,b\n2019-01-02,true,a\nfoo,\"1,5\",a\n1'000,N/A,a\n0.5,0.25,b\n").Message;

        foreach (var expected in (string[])
            [
                "4 missing values in 3 lines (line 2, column 2 (y): ''; line 3, column 1 (x): 'NaN'; line 3, column 2 (y): '?'; …)",
                "1 infinite number in 1 line (line 4", "1 number too large for 32 bits in 1 line (line 5", "1 number with a comma in 1 line (line 8",
                "1 number with marks between thousands in 1 line (line 9", "1 date or time in 1 line (line 7", "2 numbers with a unit in 1 line (line 6",
                "1 truth value", "1 word in 1 line (line 8, column 1 (x): 'foo')",
            ])
        {
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ColumnsOfWordsAreNamedWithWhatMendsThem()
    {
        var error = Tables.Refused("x,city,label\n1,Bonn,a\n2,Ulm,b\n");

        Assert.Contains("No cell of 'city' is a number", error.Message, StringComparison.Ordinal);
        Assert.Equal([CsvRemedy.IgnoreColumns, CsvRemedy.LabelColumn], error.Remedies);
    }

    [Fact]
    public void AllLinesOfOtherLengthAreToldInOneMessage()
    {
        var message = Tables.Refused("x,y,label\n1,2,a\n1,2,3,b\n1,b\n").Message;

        Assert.Contains("line 3: 4 columns where the first line has 3", message, StringComparison.Ordinal);
        Assert.Contains("line 4: 2 columns", message, StringComparison.Ordinal);
    }
}
