using CsCheck;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Foreign;

public sealed class ClassMatchTests
{
    private static readonly string[] Animals = ["cat", "dog", "frog"];

    [Fact]
    public void APermutationOfNamesPermutesTheTargets() => Gen.Int[2, 12].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).Sample(order =>
    {
        string[] names = [.. order.Select(number => $"name {(char)('a' + number)}")];
        string[] data = [.. Enumerable.Range(0, order.Length).Select(number => $"Name_{(char)('A' + number)}")];
        var map = ClassMatch.Of("t", new ForeignClasses(order.Length, names), data, null);
        using var logits = tensor(order.Select(number => (float)number).ToArray(), 1, order.Length);
        using var picked = map.Apply(logits);

        Assert.Equal(Enumerable.Range(0, order.Length).Select(number => (float)number), picked.data<float>().ToArray());
    });

    [Fact]
    public void WithoutNamesPositionsCount()
    {
        var map = ClassMatch.Of("t", new ForeignClasses(3), Animals, null);
        Assert.True(map.IsIdentity);
        Assert.Contains("by position", map.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LABEL_0", "LABEL_1", "LABEL_2")]
    [InlineData("0", "1", "2")]
    [InlineData("class 0", "class 1", "class 2")]
    public void NamesThatOnlyCountTellNothing(string first, string second, string third)
    {
        Assert.True(ClassMatch.Of("t", new ForeignClasses(3, [first, second, third]), Animals, null).IsIdentity);
        Assert.True(ClassMatch.Of("t", new ForeignClasses(3, Animals), [first, second, third], null).IsIdentity);
    }

    [Fact]
    public void AMismatchNamesBothCountsAndTheRemedy()
    {
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t.onnx", new ForeignClasses(1000), Animals, null));
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.Contains("have 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("ForeignTeacherOptions.ClassMap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownNamesGetNearMissesAllAtOnce()
    {
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(3, ["cats", "fox", "frog"]), Animals, null));
        Assert.Contains("no class 'cat' (nearest: 'cats')", error.Message, StringComparison.Ordinal);
        Assert.Contains("no class 'dog'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'frog'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsOfAFilePickFromAThousandClasses()
    {
        using var folder = new TemporaryFolder();
        string[] labels = [.. Enumerable.Range(0, 1000).Select(number => $"n{number:00000000} thing {number}, Res {number}")];
        labels[3] = "n02123045 tabby, cat";
        labels[7] = "dog";
        labels[999] = "tailed frog, Frog, ribbed toad";
        var path = folder.File("labels.txt");
        File.WriteAllLines(path, labels);

        var map = ClassMatch.Of("t", new ForeignClasses(1000), Animals, path);
        Assert.Equal([[3], [7], [999]], map.Teachers);
        using var logits = arange(1000, ScalarType.Float32).reshape(1, 1000);
        using var picked = map.Apply(logits);
        Assert.Equal([3f, 7f, 999f], picked.data<float>().ToArray());
    }

    [Theory]
    [InlineData("number,label\n0,frog\n1,cat\n2,dog\n")]
    [InlineData("0,frog\n1,\"cat\"\n2,dog\n")]
    [InlineData("frog\ncat\ndog\n")]
    public void CsvMayCountItsLabels(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("labels.csv");
        File.WriteAllText(path, text);
        Assert.Equal([[1], [2], [0]], ClassMatch.Of("t", new ForeignClasses(3), Animals, path).Teachers);
    }

    [Theory]
    [InlineData("""["frog", "cat", "dog"]""")]
    [InlineData("""{"0": "frog", "1": "cat", "2": "dog"}""")]
    [InlineData("""{"cat": 1, "dog": 2, "frog": 0}""")]
    public void JsonListsLabelsOrChooses(string json)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("map.json");
        File.WriteAllText(path, json);
        Assert.Equal([[1], [2], [0]], ClassMatch.Of("t", new ForeignClasses(3), Animals, path).Teachers);
    }

    [Fact]
    public void SeveralClassesOfTheTeacherAddTheirProbabilities()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("map.json");
        File.WriteAllText(path, """{"cat": ["tabby", 3], "dog": "collie"}""");
        var map = ClassMatch.Of("t", new ForeignClasses(4, ["tabby", "collie", "boat", "siamese"]), ["cat", "dog"], path);
        using var logits = tensor(new[] { 1f, 2f, 5f, -1f }, 1, 4);
        using var picked = map.Apply(logits);
        using var probabilities = picked.softmax(1);

        var (cat, dog) = (Math.Exp(1) + Math.Exp(-1), Math.Exp(2));
        Assert.Equal(cat / (cat + dog), probabilities[0, 0].item<float>(), 1e-6);
    }

    [Fact]
    public void AllMistakesOfAFileAreNamedAtOnce()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("map.json");
        File.WriteAllText(path, """{"cta": 0, "dog": 7, "frog": "frogg"}""");
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(3, ["boat", "car", "frog"]), Animals, path));
        Assert.Contains("no class 'cta' (nearest: 'cat')", error.Message, StringComparison.Ordinal);
        Assert.Contains("no entry for the data's class 'cat'", error.Message, StringComparison.Ordinal);
        Assert.Contains("7 is no class of the teacher; its classes are 0 to 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("no class 'frogg' (nearest: 'frog')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADuplicateNameAsksForTheNumber()
    {
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(4, ["crane", "x", "crane", "y"]), ["crane", "x"], null));
        Assert.Contains("'crane' is the teacher's classes 0 and 2; give the number", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0: 'person', 1: \"bird's nest\", 2: 'it\\'s'}", new[] { "person", "bird's nest", "it's" })]
    [InlineData("""{"1": "b", "0": "a"}""", new[] { "a", "b" })]
    [InlineData("""["a", "b"]""", new[] { "a", "b" })]
    public void NamesOfMetadataAreRead(string text, string[] expected) => Assert.Equal(expected, LabelList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{0: 'a', 2: 'b'}")]
    [InlineData("{0: 'a', 0: 'b'}")]
    [InlineData("""{"0": 3}""")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]")]
    [InlineData("cat, dog")]
    public void OtherTextsAreNoNames(string text) => Assert.Null(LabelList.Parse(text));
}
