using Distill.Onnx.Schema;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Which class an answer is of, by what a file says; free dimensions; two classes by one number.</summary>
public sealed class ClassNamesTests
{
    [Theory]
    [InlineData("names", "{0: 'c', 1: 'a', 2: 'b'}")]
    [InlineData("Class Names", "['c', 'a', 'b']")]
    [InlineData("labels", "c,a,b")]
    [InlineData("classes", "c\na\nb\n")]
    [InlineData("label2id", """{"a": 1, "b": 2, "c": 0}""")]
    [InlineData("config", """{"model_type": "vit", "id2label": {"0": "c", "1": "a", "2": "b"}}""")]
    public void TheUsualHabitsOfMetadataAreRead(string key, string value)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.onnx", Identity(3, (key, value)).ToByteArray());
        using var teacher = OnnxTeacher.Open(path, ExampleShape.Features(3), ["a", "b", "c"]);

        Assert.Equal([[1], [2], [0]], teacher.ClassMap.Teachers);
        Assert.Equal(["c", "a", "b"], OnnxTeacher.ClassNames(path));
    }

    [Theory]
    [InlineData("names", "['c', 'a', ", "'names' of its metadata could not be read as a list of classes")]
    [InlineData("classes", "['c', 'a']", "'classes' of its metadata names 2 classes and not 3")]
    public void NamesThatCannotBeUsedForbidAMatchByPosition(string key, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.onnx", Identity(3, (key, value)).ToByteArray());
        var error = Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, ExampleShape.Features(3), ["a", "b", "c"]).Dispose());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstNamesThatAreAsManyAsTheClassesCount()
    {
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(
            folder.Write("t.onnx", Identity(3, ("names", "x,y"), ("labels", "c,a,b")).ToByteArray()), ExampleShape.Features(3), ["a", "b", "c"]);
        Assert.Equal([[1], [2], [0]], teacher.ClassMap.Teachers);
    }

    [Fact]
    public void AModelThatNamesNothingHasNoNames()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(OnnxTeacher.ClassNames(folder.Write("t.onnx", Identity(3, ("labels", "imagenet"), ("classes", "3")).ToByteArray())));
    }

    [Fact]
    public void ASizeOfNoughtIsFree()
    {
        var model = Identity(3);
        model.Graph.Input[0] = Value("x", DataType.Float, 0, 3);
        model.Graph.Output[0] = Value("y", DataType.Float, 0, 3);
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("t.onnx", model.ToByteArray()), ExampleShape.Features(3), ["a", "b", "c"]);
        using var batch = new Batch(tensor(new float[] { 1, 2, 3, 3, 2, 1 }, 2, 3), zeros(2, ScalarType.Int64), [0, 1]);
        using var targets = teacher.Targets(batch, 1);
        Assert.Equal([2, 0], targets.LogProbabilities.argmax(1).data<long>().ToArray());
    }

    [Fact]
    public void HeightAndWidthOfNoughtAreFree()
    {
        var model = Model(new GraphProto
        {
            Name = "pooled",
            Input = { Value("x", DataType.Float, 0, 3, 0, 0) },
            Output = { Value("y", DataType.Float, 0, 3) },
            Node = { Node("GlobalAveragePool", ["x"], ["p"]), Node("Flatten", ["p"], ["y"]) },
        });
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("t.onnx", model.ToByteArray()), new ExampleShape(3, 4, 5), ["a", "b", "c"], new() { Size = new(8, 8), OutputKind = OutputKind.Logits });
        Assert.Equal(new ExampleShape(3, 8, 8), teacher.View.Input);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneSigmoidIsTwoClasses(bool column)
    {
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("t.onnx", Sigmoid(column).ToByteArray()), ExampleShape.Features(2), ["no", "yes"]);
        using var batch = new Batch(tensor(new float[] { 2, 1, -3, 0 }, 2, 2), zeros(2, ScalarType.Int64), [0, 1]);
        using var targets = teacher.Targets(batch, 2);

        // The logit is twice the first feature less the second: 3 and -6, at T = 2.
        using var probabilities = targets.LogProbabilities.exp();
        Assert.Equal(1 / (1 + Math.Exp(-1.5)), probabilities[0, 1].item<float>(), 1e-5);
        Assert.Equal(1 / (1 + Math.Exp(3)), probabilities[1, 1].item<float>(), 1e-5);
        Assert.Contains("one number an example, of the second of its two classes", teacher.Description, StringComparison.Ordinal);
        Assert.True(teacher.ClassMap.IsByPosition);
    }

    [Fact]
    public void TheNamesSayWhichClassASigmoidIsOf()
    {
        var model = Sigmoid(column: true);
        model.MetadataProps.Add(new StringStringEntryProto { Key = "classes", Value = "['yes', 'no']" });
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("t.onnx", model.ToByteArray()), ExampleShape.Features(2), ["no", "yes"]);
        Assert.Equal([[1], [0]], teacher.ClassMap.Teachers);
    }

    [Fact]
    public void OneNumberOfUnknownKindIsAskedFor()
    {
        var model = Sigmoid(column: true);
        model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
        model.Graph.Output[0].Name = "z";
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.onnx", model.ToByteArray());
        var error = Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, ExampleShape.Features(2), ["no", "yes"]).Dispose());
        Assert.Contains("one number an example", error.Message, StringComparison.Ordinal);
        using var told = OnnxTeacher.Open(path, ExampleShape.Features(2), ["no", "yes"], new() { OutputKind = OutputKind.Logits });
        Assert.Equal(2, told.Classes);
    }

    private static ModelProto Sigmoid(bool column) => Model(new GraphProto
    {
        Name = "sigmoid",
        Input = { Value("x", DataType.Float, -1, 2) },
        Output = { column ? Value("y", DataType.Float, -1, 1) : Value("y", DataType.Float, -1) },
        Initializer = { column ? Floats("w", [2, -1], 2, 1) : Floats("w", [2, -1], 2) },
        Node = { Node("MatMul", ["x", "w"], ["z"]), Node("Sigmoid", ["z"], ["y"]) },
    });

    private static ModelProto Identity(int classes, params (string Key, string Value)[] metadata)
    {
        var model = Model(new GraphProto
        {
            Name = "identity",
            Input = { Value("x", DataType.Float, -1, classes) },
            Output = { Value("y", DataType.Float, -1, classes) },
            Node = { Node("Identity", ["x"], ["y"]) },
        });
        model.MetadataProps.Add(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }
}
