using System.Text;
using Distill.Data;
using Distill.Runs;

namespace Distill.Text.Tests;

public sealed class TextDataTests
{
    private const string Intents = "text,intent\nhow do you say hello in french,translate\n\"wake me, please, at seven\",alarm\nset an alarm for noon,alarm\nsay it in dutch,translate\n";

    [Fact]
    public void ATableWithAHeaderIsRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("intents.csv", Encoding.UTF8.GetBytes(Intents));

        var opened = Read(path);

        Assert.True(TextData.IsAt(path));
        Assert.Equal(["alarm", "translate"], opened.Train.Examples.ClassNames);
        Assert.Equal([1L, 0, 0, 1], opened.Train.Examples.Labels());
        Assert.Equal("wake me, please, at seven", Source(opened).TextAt(1));
        Assert.Null(opened.Test);
        Assert.Equal("the file intents.csv (fields between commas, a header, texts in 'text', classes in 'intent')", opened.Train.RecognisedBy);
    }

    [Fact]
    public void ATestTableTakesTheClassesOfItsTrainingTable()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", Encoding.UTF8.GetBytes(Intents));
        folder.Write("test.csv", Encoding.UTF8.GetBytes("text,intent\nsay it in greek,translate\n"));

        var opened = Read(folder.Path);

        Assert.Equal([1L], opened.Test!.Examples.Labels());
        Assert.Empty(opened.LeftOut);
        Assert.Empty(Read(Path.GetRelativePath(Environment.CurrentDirectory, folder.Path)).LeftOut);
        folder.Write("test.csv", Encoding.UTF8.GetBytes("text,intent\nbook a table,restaurant\n"));
        Assert.Contains("label 'restaurant' (rows: 1, first on line 2), none of the 2 classes", Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.tsv", "say hello in french\ttranslate\nwake me at seven\talarm\nset an alarm\talarm\nsay, it, in dutch\ttranslate\n")]
    [InlineData("a.csv", "translate,say hello in french\nalarm,wake me at seven\nalarm,set an alarm\ntranslate,say it in dutch\n")]
    [InlineData("a.jsonl", "{\"text\":\"say hello in french\",\"intent\":\"translate\"}\n\n[\"wake me at seven\",\"alarm\"]\n{\"intent\":\"alarm\",\"text\":\"set an alarm\"}\n{\"text\":\"say it\",\"intent\":\"translate\"}")]
    [InlineData("a.json", "[[\"say hello in french\",\"translate\"],[\"wake me at seven\",\"alarm\"],[\"set an alarm\",\"alarm\"],[\"say it\",\"translate\"]]")]
    public void OtherFormsGiveTheSameLabels(string name, string content)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, Encoding.UTF8.GetBytes(content));

        var opened = Read(path);

        Assert.True(TextData.IsAt(path));
        Assert.Equal(["alarm", "translate"], opened.Train.Examples.ClassNames);
        Assert.Equal([1L, 0, 0, 1], opened.Train.Examples.Labels());
        Assert.Equal("say hello in french", Source(opened).TextAt(0));
    }

    [Fact]
    public void FoldersOfTextFilesAreClassesInParts()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in ((string, string)[])[("train/ham/1.txt", "see you at noon"), ("train/spam/2.txt", "buy\nnow"), ("test/spam/3.txt", "cheap"), ("train/ham/4.txt", "ok")])
        {
            folder.Write(name, Encoding.UTF8.GetBytes(text));
        }

        var opened = Read(folder.Path);

        Assert.True(TextData.IsAt(folder.Path));
        Assert.Equal([0L, 0, 1], opened.Train.Examples.Labels());
        Assert.Equal("buy\nnow", Source(opened).TextAt(2));
        Assert.Equal("train/spam/2.txt", Source(opened).NameOf(2));
        Assert.Equal([1L], opened.Test!.Examples.Labels());
    }

    [Fact]
    public void LinesHaveNoLabels()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("lines.txt", Encoding.UTF8.GetBytes("\uFEFFsay hello, and more\n\nwake me\r\n"));

        var opened = Read(path);

        Assert.True(TextData.IsAt(path));
        Assert.Equal([-1L, -1], opened.Train.Examples.Labels());
        Assert.Equal(["say hello, and more", "wake me"], [Source(opened).TextAt(0), Source(opened).TextAt(1)]);
        Assert.Empty(opened.Train.Examples.ClassNames);
    }

    [Theory]
    [InlineData("1,2,a\n3,4,b\n", false)]
    [InlineData("1.5,big cat\n2.5,small dog\n3.5,old cow\n", false)]
    [InlineData("age,name,class\n1,Mr. Owen Harris,a\n2,Mrs. Ann Lee,b\n", false)]
    [InlineData("5.1,3.5,iris setosa\n5.2,3.1,iris setosa\n6.2,1.1,iris virginica\n6.3,1.0,iris virginica\n", false)]
    [InlineData("id,sentence,score\n1,the film was good,5\n2,no good at all,1\n", true)]
    [InlineData("the film was good,pos\nnot at all good,neg\n", true)]
    public void TablesOfNumbersStayWhatTheyAre(string content, bool texts)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(texts, TextData.IsAt(folder.Write("a.csv", Encoding.UTF8.GetBytes(content))));
    }

    [Theory]
    [InlineData("a.csv", "text,label\nhello there,a\nwell,well,b\n", "a.csv, line 3: 3 columns where the first line has 2")]
    [InlineData("a.csv", "text,label\n\"hello there,a\nwell,b\n", "line 2, column 1: a quote is never closed")]
    [InlineData("a.csv", "one thing,two things,three things\nfour five,six seven,eight nine\n", "TextOptions.Column")]
    [InlineData("a.csv", "text,topic,domain\none two,a,b\n", "the class may be in 'topic' or 'domain'")]
    [InlineData("a.csv", "how do you say it,translate it\nwake me at noon,alarm me\n", "TextOptions.Column")]
    [InlineData("a.csv", "how do you say it,translate\nwake me at noon,alarm\n", "may name the columns or be an example. Say which by CsvOptions.Header")]
    [InlineData("a.jsonl", "{\"text\":\"a\"}\n{\"text\":5}\n", "a.jsonl, line 2: the key 'text' holds a number")]
    [InlineData("a.jsonl", "{\"text\":\"a\"}\n\n{\"text\":", "a.jsonl, line 3 is not JSON")]
    [InlineData("a.jsonl", "7\n", "a.jsonl, line 1: a number; expected an object")]
    [InlineData("a.jsonl", "{\"words\":\"a\"}\n", "none of the keys 'words' is called 'text'")]
    [InlineData("a.json", "{\"val\":[]}", "expected one called 'train'")]
    [InlineData("a.json", "{\"train\":[[1]]}", "a.json, train, record 1: a list of 1")]
    [InlineData("a.txt", "", "a.txt holds no text")]
    [InlineData("a.jsonl", "", "holds no text")]
    public void MistakesSayWhere(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(expected, Refusal(folder.Write(name, Encoding.UTF8.GetBytes(content))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", "text,label\nhello there,a\nbad \u00FF,b\n", "a.csv, line 3: the bytes FF")]
    [InlineData("a.txt", "hello there\nbad \u00FF\n", "a.txt, line 2: the bytes FF")]
    [InlineData("a.jsonl", "{\"text\":\"\u00FF\"}\n", "bytes that are not UTF-8")]
    public void BytesThatAreNoUtf8AreRefused(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(expected, Refusal(folder.Write(name, Encoding.Latin1.GetBytes(content))), StringComparison.Ordinal);
    }

    [Fact]
    public void LongTextsAreCutAndSoItIsSaid()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.jsonl", Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('가', 100)}\"}}\n{{\"text\":\"\"}}\n{{\"text\":\"x\\ud800y\\u0000\"}}\n"));

        var opened = TextData.Open(path, new TextOptions { Bytes = 64 });

        Assert.Equal(new string('가', 21), Source(opened).TextAt(0));
        Assert.Equal("", Source(opened).TextAt(1));
        Assert.Equal("x\uFFFDy ", Source(opened).TextAt(2));
        Assert.Contains(opened.Warnings, warning => warning.StartsWith("1 of 3 texts", StringComparison.Ordinal) && warning.Contains("more than 64 bytes", StringComparison.Ordinal));
        Assert.Contains(opened.Warnings, warning => warning.Contains("are empty, the first on line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void MutatedFilesAreReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        string[] seeds = [Intents, "{\"text\":\"say \\u00e9\\ud83d\\ude00\",\"label\":1}\n[\"b c\",\"d\"]\n", "a b\tc\nd e\tf\n"];
        string[] endings = ["csv", "jsonl", "tsv", "txt", "json"];
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"\",\n\t{}[]:\\ \0ud8"[random.Next(15)];
            }

            var path = folder.Write($"a.{endings[random.Next(endings.Length)]}", bytes);
            try
            {
                TextData.IsAt(path);
                var view = Read(path).Train.Examples;
                view.CopyExamples(0, 1, new byte[view.Shape.Size]);
            }
            catch (DistillException)
            {
            }
        }
    }

    [Fact]
    public void FilesBesideThoseOfAFolderAreCountedAndTwoTrainingFilesAreRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", Encoding.UTF8.GetBytes(Intents));
        folder.Write("test.csv", Encoding.UTF8.GetBytes(Intents));
        folder.Write("notes.md", "what these are"u8.ToArray());

        var opened = Read(folder.Path);
        Assert.NotNull(opened.Test);
        var left = Assert.Single(opened.LeftOut, left => left.Reason == "files beside those of training and test texts");
        Assert.Equal((1, "notes.md"), (left.Count, left.First));

        folder.Write("training.jsonl", "{\"text\":\"a b\",\"label\":\"c\"}\n"u8.ToArray());
        Assert.True(TextData.IsAt(folder.Path));
        Assert.Contains("several files of training texts: train.csv, training.jsonl", Refusal(folder.Path), StringComparison.Ordinal);
    }

    private static OpenedData Read(string path) => TextData.Open(path);

    private static TextSource Source(OpenedData opened) => (TextSource)opened.Train.Examples.Source;

    private static string Refusal(string path) => Assert.Throws<DistillException>(() => Read(path)).Message;
}
