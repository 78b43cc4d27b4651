using Distill.Onnx.Schema;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Small models of every form against the same numbers worked out by libtorch.</summary>
public sealed class OnnxTeacherTests
{
    private const int Classes = 3;
    private static readonly string[] Names = ["ant", "bee", "cat"];
    private static readonly ExampleShape Colour = new(3, 4, 5);
    private static readonly float[] Weights = [.. Enumerable.Range(0, 60 * Classes).Select(i => (float)Math.Sin(i * 1.7))];
    private static readonly float[] Kernel = [.. Enumerable.Range(0, Classes * 3 * 9).Select(i => (float)Math.Cos(i * 0.9))];

    [Theory]
    [InlineData("")]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void AFlatModelOfImages(string ending) => Agrees(Linear(DataType.Float, ending), FlatLogits);

    [Theory]
    [InlineData((int)DataType.Float16, 2e-2)]
    [InlineData((int)DataType.Double, 1e-5)]
    public void OtherTypesOfNumbers(int type, double tolerance) => Agrees(Linear((DataType)type, ""), FlatLogits, tolerance: tolerance);

    [Fact]
    public void BytesAreGivenAsTheyAre() => Agrees(
        Model(new GraphProto
        {
            Name = "bytes",
            Input = { Value("pixels", DataType.Uint8, -1, 3, 4, 5) },
            Output = { Value("y", DataType.Float, -1, Classes) },
            Initializer = { Floats("w", Weights, 60, Classes), Floats("white", [255f]) },
            Node =
            {
                Node("Cast", ["pixels"], ["numbers"], Int("to", (long)DataType.Float)),
                Node("Div", ["numbers", "white"], ["unit"]),
                Node("Flatten", ["unit"], ["flat"]),
                Node("MatMul", ["flat", "w"], ["y"]),
            },
        }),
        FlatLogits);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void ConvolutionsWithAnyBatch(int batch) => Agrees(Convolution(batch, last: false), ConvolutionLogits);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void ConvolutionsWithChannelsLast(int batch) => Agrees(Convolution(batch, last: true), ConvolutionLogits);

    [Fact]
    public void OneNumberAClassAndPixel() => Agrees(Convolution(-1, last: false, keepPlanes: true), ConvolutionLogits);

    [Fact]
    public void TheLogitsAreTakenWhereTheirSoftmaxIsGivenToo()
    {
        var model = Linear(DataType.Float, "Softmax");
        model.Graph.Output.Insert(0, Value("labels", DataType.Int64, -1));
        model.Graph.Output.Add(Value("z", DataType.Float, -1, Classes));
        model.Graph.Node.Add(Node("ArgMax", ["z"], ["labels"], Int("axis", 1), Int("keepdims", 0)));
        Agrees(model, FlatLogits);
    }

    [Fact]
    public void AnOutputIsChosenByName()
    {
        var model = Linear(DataType.Float, "");
        model.Graph.Node.Add(Node("Neg", ["y"], ["other"]));
        model.Graph.Output.Add(Value("other", DataType.Float, -1, Classes));

        Assert.Contains("ForeignTeacherOptions.Output", Mistake(model), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'other'?", Mistake(model, new() { Output = "othr" }), StringComparison.Ordinal);
        Agrees(model, FlatLogits, new() { Output = "y" });
        Agrees(model, input => FlatLogits(input).neg(), new() { Output = "other" });
    }

    [Fact]
    public void AValueWithinTheGraphMayBeNamed() => Agrees(
        Linear(DataType.Float, "Softmax"), FlatLogits, new() { Output = "z", OutputKind = OutputKind.Logits });

    [Fact]
    public void ProbabilitiesThatAreAskedForAreTaken() => Agrees(
        Linear(DataType.Float, "Softmax"), FlatLogits, new() { OutputKind = OutputKind.Probabilities });

    [Fact]
    public void ProbabilitiesThatNoSoftmaxMadeAreRecognised()
    {
        var model = Linear(DataType.Float, "");
        model.Graph.Node[^1].Output[0] = "z";
        model.Graph.Node.Add([Node("Exp", ["z"], ["e"]), Node("ReduceSum", ["e", "axis"], ["sum"]), Node("Div", ["e", "sum"], ["y"])]);
        model.Graph.Initializer.Add(Longs("axis", 1));
        using var teacher = Open(model);
        Assert.Equal(OutputKind.Probabilities, teacher.OutputKind);
        Agrees(model, FlatLogits);
    }

    [Fact]
    public void ASigmoidIsNoDistribution() =>
        Assert.Contains("Sigmoid", Mistake(Linear(DataType.Float, "Sigmoid")), StringComparison.Ordinal);

    [Fact]
    public void SideInputsAreFedWithZeros()
    {
        var model = Linear(DataType.Float, "");
        model.Graph.Input.Add([Value("Label", DataType.String, -1, 1), Value("weight", DataType.Int64, -1), Value("flag", DataType.Bool, 1)]);
        using var teacher = Open(model);
        Assert.Contains("'Label'", teacher.Description, StringComparison.Ordinal);
        Agrees(model, FlatLogits);
    }

    [Fact]
    public void ColumnsOfFeaturesAreSharedOut()
    {
        var model = Model(new GraphProto
        {
            Name = "columns",
            Input = { Value("a", DataType.Float, -1, 1), Value("b", DataType.Float, -1, 2), Value("Label", DataType.Uint32, -1, 1) },
            Output = { Value("Score.output", DataType.Float, -1, 2), Value("a.output", DataType.Float, -1, 1) },
            Initializer = { Floats("w", [1, 2, 3, 4, 5, 6], 3, 2) },
            Node =
            {
                Node("Concat", ["a", "b"], ["ab"], Int("axis", 1)),
                Node("MatMul", ["ab", "w"], ["Score.output"]),
                Node("Identity", ["a"], ["a.output"]),
            },
        });
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("t.onnx", model.ToByteArray()), ExampleShape.Features(3), ["x", "y"]);
        using var batch = new Batch(tensor(new float[] { 1, 10, 100, 0, 1, 0 }, 2, 3), zeros(2, ScalarType.Int64), [0, 1]);
        using var targets = teacher.Targets(batch, 1);
        using var expected = tensor(new float[] { 531, 642, 3, 4 }, 2, 2).log_softmax(1);

        Assert.True(targets.LogProbabilities.allclose(expected));
    }

    // As scikit-learn's exporter writes a logistic regression: labels, and a list of maps from label to probability.
    [Fact]
    public void MapsOfProbabilitiesAreLookedThrough()
    {
        AttributeProto Strings(string name) => new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Strings,
            Strings = { ByteString.CopyFromUtf8("cat"), ByteString.CopyFromUtf8("ant"), ByteString.CopyFromUtf8("bee") },
        };
        var zip = Node("ZipMap", ["p"], ["output_probability"], Strings("classlabels_strings"));
        zip.Domain = "ai.onnx.ml";
        var maps = new ValueInfoProto
        {
            Name = "output_probability",
            Type = new TypeProto
            {
                SequenceType = new TypeProto.Types.Sequence
                {
                    ElemType = new TypeProto
                    {
                        MapType = new TypeProto.Types.Map { KeyType = (int)DataType.String, ValueType = Value("", DataType.Float).Type },
                    },
                },
            },
        };
        var model = Linear(DataType.Float, "");
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
        model.Graph.Node[^1].Output[0] = "z";
        model.Graph.Node.Add([Node("Softmax", ["z"], ["p"]), Node("ArgMax", ["z"], ["output_label"], Int("axis", 1), Int("keepdims", 0)), zip]);
        model.Graph.Output.Clear();
        model.Graph.Output.Add([Value("output_label", DataType.Int64, -1), maps]);

        Func<Tensor, Tensor> expected = input => FlatLogits(input).index_select(1, tensor(new long[] { 1, 2, 0 }));
        Agrees(model, expected);
        Agrees(model, expected, new() { OutputKind = OutputKind.Probabilities });
        Agrees(model, expected, new() { Output = "output_probability" });
    }

    [Fact]
    public void NamesInTheFilePermuteTheClasses()
    {
        var model = Linear(DataType.Float, "");
        model.MetadataProps.Add(new StringStringEntryProto { Key = "names", Value = "{0: 'cat', 1: 'ant', 2: 'bee'}" });
        Agrees(model, input => FlatLogits(input).index_select(1, tensor(new long[] { 1, 2, 0 })));
    }

    [Fact]
    public void ACountThatDoesNotFitNamesBoth()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.onnx", Linear(DataType.Float, "").ToByteArray());
        var error = Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, Colour, ["a", "b", "c", "d"]));
        Assert.Contains("has 3 classes", error.Message, StringComparison.Ordinal);
        Assert.Contains("have 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("ForeignTeacherOptions.ClassMap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayoutThatTheShapeDoesNotTellIsAskedFor()
    {
        var model = Convolution(-1, last: false);
        model.Graph.Input[0] = Value("x", DataType.Float, -1, -1, -1, -1);
        Assert.Contains("ForeignTeacherOptions.Layout", Mistake(model), StringComparison.Ordinal);
        Agrees(model, ConvolutionLogits, new() { Layout = InputLayout.Nchw });
    }

    [Fact]
    public void AnUnknownProviderIsNamedWithThoseThereAre()
    {
        var message = Mistake(Linear(DataType.Float, ""), new() { Provider = "cdua" });
        Assert.Contains("no provider 'cdua'; it has cpu", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintCoversTheFileAndTheOptions()
    {
        var other = Linear(DataType.Float, "");
        other.DocString = "another";
        Fingerprint[] all =
        [
            FingerprintOf(Linear(DataType.Float, "")),
            FingerprintOf(other),
            FingerprintOf(Linear(DataType.Float, ""), new() { Mean = [0.5] }),
            FingerprintOf(Linear(DataType.Float, "Softmax")),
            FingerprintOf(Linear(DataType.Float, "Softmax"), new() { OutputKind = OutputKind.Probabilities }),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], FingerprintOf(Linear(DataType.Float, "")));

        static Fingerprint FingerprintOf(ModelProto model, ForeignTeacherOptions? options = null)
        {
            using var teacher = Open(model, options);
            return teacher.Fingerprint;
        }
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var scope = NewDisposeScope();
        using var teacher = Open(Convolution(4, last: true));
        using var batch = Pixels(7);
        teacher.Targets(batch, 2).Dispose();
        var before = scope.DisposablesCount;
        teacher.Targets(batch, 2).Dispose();
        Assert.Equal(before, scope.DisposablesCount);
    }

    private static void Agrees(ModelProto model, Func<Tensor, Tensor> logits, ForeignTeacherOptions? options = null, double tolerance = 1e-4)
    {
        using var scope = NewDisposeScope();
        using var teacher = Open(model, options);
        var batch = Pixels(7);
        var targets = teacher.Targets(batch, 3).LogProbabilities;
        var expected = logits(batch.Inputs.to(ScalarType.Float32).div(255)).div(3).log_softmax(1);
        Assert.True(targets.allclose(expected, rtol: 0, atol: tolerance), $"{targets.sub(expected).abs().max().item<float>()}\n{teacher.Description}");
        Assert.Equal(Classes, teacher.Classes);
    }

    private static string Mistake(ModelProto model, ForeignTeacherOptions? options = null) =>
        Assert.Throws<DistillException>(() => Open(model, options).Dispose()).Message;

    private static OnnxTeacher Open(ModelProto model, ForeignTeacherOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return OnnxTeacher.Open(folder.Write("teacher.onnx", model.ToByteArray()), Colour, Names, options);
    }

    private static Batch Pixels(int count)
    {
        var pixels = Enumerable.Range(0, count * Colour.Size).Select(i => (byte)(i * 37 % 256)).ToArray();
        return new Batch(tensor(pixels, count, 3, 4, 5), zeros(count, ScalarType.Int64), [.. Enumerable.Range(0, count).Select(i => (long)i)]);
    }

    private static Tensor FlatLogits(Tensor images) => images.reshape(-1, 60).matmul(tensor(Weights, 60, Classes));

    private static Tensor ConvolutionLogits(Tensor images) =>
        nn.functional.conv2d(images, tensor(Kernel, Classes, 3, 3, 3), padding: [1, 1]).mean([2, 3]);

    private static ModelProto Linear(DataType type, string ending)
    {
        var model = Model(new GraphProto
        {
            Name = "linear",
            Input = { Value("x", type, -1, 60) },
            Output = { Value("y", type, -1, Classes) },
            Initializer = { Floats("w32", Weights, 60, Classes) },
            Node = { Node("Cast", ["w32"], ["w"], Int("to", (long)type)), Node("MatMul", ["x", "w"], [ending.Length > 0 ? "z" : "y"]) },
        });
        if (ending.Length > 0)
        {
            model.Graph.Node.Add(Node(ending, ["z"], ["y"]));
        }

        return model;
    }

    private static ModelProto Convolution(int batch, bool last, bool keepPlanes = false)
    {
        var graph = new GraphProto
        {
            Name = "convolution",
            Input = { last ? Value("x", DataType.Float, batch, 4, 5, 3) : Value("x", DataType.Float, batch, 3, 4, 5) },
            Output = { keepPlanes ? Value("y", DataType.Float, batch, Classes, 1, 1) : Value("y", DataType.Float, batch, Classes) },
            Initializer = { Floats("k", Kernel, Classes, 3, 3, 3) },
        };
        if (last)
        {
            graph.Node.Add(Node("Transpose", ["x"], ["first"], Ints("perm", 0, 3, 1, 2)));
        }

        graph.Node.Add(Node("Conv", [last ? "first" : "x", "k"], ["c"], Ints("pads", 1, 1, 1, 1)));
        graph.Node.Add(Node("GlobalAveragePool", ["c"], [keepPlanes ? "y" : "p"]));
        if (!keepPlanes)
        {
            graph.Node.Add(Node("Flatten", ["p"], ["y"]));
        }

        return Model(graph);
    }
}
