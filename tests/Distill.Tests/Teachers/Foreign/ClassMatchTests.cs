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

    [Theory]
    [InlineData("0 1 10 11 2 3 4 5 6 7 8 9", "{0}")]
    [InlineData("0.0 1.0 10.0 11.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0", "{0}")]
    [InlineData("00 01 02 03 04 05 06 07 08 09 10 11", "class_{0}")]
    [InlineData("class_0 class_1 class_10 class_11 class_2 class_3 class_4 class_5 class_6 class_7 class_8 class_9", "{0}")]
    [InlineData("0 1 10 11 2 3 4 5 6 7 8 9", "LABEL_{0}")]
    public void NamesThatNumberTheClassesMatchTheDatasNumbers(string data, string name)
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, name, number))];
        var map = ClassMatch.Of("t", new ForeignClasses(12, names), data.Split(' '), null);

        Assert.Equal(data.Split(' ').Select(text => (int)double.Parse(text.Replace("class_", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)), map.Teachers.Select(group => group.Single()));
        Assert.Contains("by the names in its file", map.Description, StringComparison.Ordinal);
        Assert.False(map.IsByPosition);
    }

    [Fact]
    public void NumbersThatTheTeacherDoesNotHaveAreRefused()
    {
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(3, ["0", "1", "2"]), ["1", "2", "3"], null));
        Assert.Contains("no class '3'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AmbiguousNumbersAreAskedFor()
    {
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(4, ["3", "03", "cat", "dog"]), ["3.0", "cat"], null));
        Assert.Contains("'3.0' is the teacher's classes 0 and 1; give the number", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "'labels' could not be read as a list of classes")]
    [InlineData("cat dog", "'labels' names 2 classes and not 3")]
    public void WhatNamesClassesAndDoesNotFitForbidsAMatchByPosition(string? names, string expected)
    {
        var classes = ForeignClasses.Of(3, [new NamedClasses("'labels'", names?.Split(' '))]);
        var error = Assert.Throws<DistillException>(() => ClassMatch.Of("t", classes, Animals, null));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("ForeignTeacherOptions.ClassMap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataWithoutClassesAreRefused() =>
        Assert.Contains("name no classes", Assert.Throws<DistillException>(() => ClassMatch.Of("t", new ForeignClasses(3), [], null)).Message, StringComparison.Ordinal);

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
    [InlineData("['c', 'a', \"b's\"]", new[] { "c", "a", "b's" })]
    [InlineData("[['c', 'a', 'b']]", new[] { "c", "a", "b" })]
    [InlineData("[['c'], ['a']]", new[] { "c", "a" })]
    [InlineData("('c', 'a',)", new[] { "c", "a" })]
    [InlineData("['c' 'a'\n 'b']", new[] { "c", "a", "b" })]
    [InlineData("array(['c', 'a'], dtype='<U1')", new[] { "c", "a" })]
    [InlineData("OrderedDict([(1, 'a'), (0, 'c')])", new[] { "c", "a" })]
    [InlineData("{'c': 0, 'b': 2, 'a': 1}", new[] { "c", "a", "b" })]
    [InlineData("{0: 0, 1: 1, 2: 2}", new[] { "0", "1", "2" })]
    [InlineData("[0, 1, 2]", new[] { "0", "1", "2" })]
    [InlineData("[np.str_('c'), u'a']", new[] { "c", "a" })]
    [InlineData("""{"label2id": {"c": 0, "a": 1}, "model_type": "vit"}""", new[] { "c", "a" })]
    [InlineData("""[{"id": 1, "name": "a"}, {"id": 0, "name": "c"}]""", new[] { "c", "a" })]
    [InlineData("cat, dog", new[] { "cat", "dog" })]
    [InlineData("cat;dog;tench, Tinca tinca", new[] { "cat", "dog", "tench, Tinca tinca" })]
    [InlineData("c\r\na\r\nb\r\n", new[] { "c", "a", "b" })]
    [InlineData("0: c\n1: a", new[] { "c", "a" })]
    [InlineData("1 a\n0 c", new[] { "c", "a" })]
    [InlineData("- c\n- 'a'", new[] { "c", "a" })]
    public void NamesOfMetadataAreRead(string text, string[] expected) => Assert.Equal(expected, LabelList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{0: 'a', 2: 'b'}")]
    [InlineData("{0: 'a', 0: 'b'}")]
    [InlineData("""{"0": 3}""")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]")]
    [InlineData("cat")]
    [InlineData("3")]
    [InlineData("[1, 2")]
    [InlineData("['a', ")]
    [InlineData("['a")]
    [InlineData("{'a': 0, 'a': 1}")]
    [InlineData("{0: 1, 1: 2, 2: 0}")]
    [InlineData("a,,b")]
    [InlineData("print('a', 'b'")]
    public void OtherTextsAreNoNames(string text) => Assert.Null(LabelList.Parse(text));

    [Fact]
    public void DamagedListsAreReadOrNot()
    {
        string[] originals = ["{0: 'person', 1: \"bird's nest\", 2: 'it\\'s'}", "OrderedDict([(1, 'a'), (0, array(['c', 'a'], dtype='<U1'))])", "[['c' 'a'], {'x', -1.5e3, np.str_('b')}]", """{"id2label": {"0": "a", "1": "b"}}"""];
        for (var number = 0; number < Mutations.Count(2000); number++)
        {
            var bytes = Mutations.Of(System.Text.Encoding.UTF8.GetBytes(originals[number % originals.Length]), number);
            Assert.NotEqual(0, LabelList.Parse(System.Text.Encoding.UTF8.GetString(bytes))?.Count);
        }
    }
}
