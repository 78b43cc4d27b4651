using System.Text;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images.Tests;

public sealed class ArchiveNamesTests
{
    [Theory]
    [InlineData(949, "강아지", "고양이", "비행기")]
    [InlineData(932, "いぬ", "ねこ", "とり")]
    [InlineData(932, "犬", "猫", "鳥")]
    [InlineData(936, "小狗", "天鹅", "熊猫")]
    [InlineData(437, "café", "über", "cafè")]
    [InlineData(1252, "café", "thé", "Äpfel")]
    [InlineData(866, "кот", "лиса", "пёс")]
    [InlineData(1251, "кот", "лиса", "рыба")]
    public void TheBytesTellTheEncoding(int codePage, params string[] classes)
    {
        var opened = Open(new(), Named(codePage, classes));

        Assert.Equal(classes.Order(StringComparer.Ordinal), opened.Train.Examples.ClassNames);
        Assert.Equal([1, 1, 1], opened.Train.Examples.ClassCounts());
        Assert.Contains($"code page {codePage}", Assert.Single(opened.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ShortNamesAreAskedAbout()
    {
        string[] classes = ["개", "새", "말"];
        var zip = Named(949, classes);

        var error = Assert.Throws<DistillException>(() => Open(new(), zip));
        Assert.Contains("cp949 would read '개', '새', '말'", error.Message, StringComparison.Ordinal);
        Assert.Contains("cp936 would read", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Remedy("ImageOptions", "ArchiveNames"), error.Remedies);
        foreach (var name in (string[])["cp949", "949", "ks_c_5601-1987"])
        {
            Assert.Equal(["개", "말", "새"], Open(new() { ArchiveNames = name }, zip).Train.Examples.ClassNames);
        }

        Assert.Contains("'klingon' is no encoding", Assert.Throws<DistillException>(() => Open(new() { ArchiveNames = "klingon" }, zip)).Message, StringComparison.Ordinal);
        Assert.Contains("is not in us-ascii", Assert.Throws<DistillException>(() => Open(new() { ArchiveNames = "us-ascii" }, zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf8IsReadWithAndWithoutItsFlag()
    {
        Assert.Equal(["개", "새"], Open(new(), Pictures.Zip(("개/0.png", Pictures.Plain(1, 1, 1)), ("새/1.png", Pictures.Plain(2, 2, 2)))).Train.Examples.ClassNames);
        var unflagged = Open(new(), Named(65001, "개", "새"));
        Assert.Equal(["개", "새"], unflagged.Train.Examples.ClassNames);
        Assert.Empty(unflagged.Warnings);
    }

    [Fact]
    public void NamesInTarAreReadAlike()
    {
        var korean = Encoding.Latin1.GetString(CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("강아지사진모음"));
        // A header holds bytes: the writer's UTF-8 is replaced in the finished archive.
        var tar = Renamed(Pictures.Tar(("aaaaaaaaaaaaaa/0.png", Pictures.Plain(1, 1, 1)), ("bbbbbbb/1.png", Pictures.Plain(2, 2, 2))), "aaaaaaaaaaaaaa", korean);
        using var folder = new TemporaryFolder();

        var opened = new DataLocator(new() { CacheFolder = folder.File("cache") }).Open(folder.Write("set.tar", tar), new() { ArchiveNames = "cp949" });

        Assert.Equal(["bbbbbbb", "강아지사진모음"], opened.Train.Examples.ClassNames);
    }

    private static byte[] Named(int codePage, params string[] classes) => Pictures.ZipNamed(
        codePage == 65001 ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!,
        [.. classes.Select((name, i) => ($"{name}/{i}.png", Pictures.Plain((byte)i, 8, 9)))]);

    private static byte[] Renamed(byte[] tar, string from, string to)
    {
        var at = tar.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Encoding.Latin1.GetBytes(to).CopyTo(tar, at);
        var sum = 0;
        for (var i = 0; i < 512; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : tar[i];
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(tar, 148);
        return tar;
    }

    private static OpenedData Open(DataOptions options, byte[] zip)
    {
        using var folder = new TemporaryFolder();
        return new DataLocator(new() { CacheFolder = folder.File("cache"), DataFolder = null }).Open(folder.Write("set.zip", zip), options);
    }
}
