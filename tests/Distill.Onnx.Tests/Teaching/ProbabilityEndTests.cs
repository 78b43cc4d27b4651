using Distill.Onnx.Schema;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Models whose ends turn probabilities into something else: quantised, in percent, clipped, reshaped, of each class by itself.</summary>
public sealed class ProbabilityEndTests
{
    private const int Features = 6;
    private const int Classes = 4;
    private static readonly float[] Weights = [.. Enumerable.Range(0, Features * Classes).Select(i => (float)Math.Sin(i * 1.7))];

    private static readonly Dictionary<string, NodeProto[]> Endings = new()
    {
        { "quantised", [Quantise("p", "q"), Dequantise("q", "y")] },
        { "percent", [Node("Mul", ["p", "hundred"], ["y"])] },
        { "percent, the other way round", [Node("Mul", ["hundred", "p"], ["y"])] },
        { "divided", [Node("Div", ["p", "hundred"], ["y"])] },
        { "clipped", [Node("Clip", ["p", "low", "high"], ["y"])] },
        { "cast", [Node("Cast", ["p"], ["d"], Int("to", (long)DataType.Double)), Node("Cast", ["d"], ["y"], Int("to", (long)DataType.Float))] },
        { "reshaped", [Node("Unsqueeze", ["p", "two"], ["u"]), Node("Reshape", ["u", "shape"], ["r"]), Node("Flatten", ["r"], ["y"])] },
        { "all of it", [Quantise("p", "q"), Dequantise("q", "d"), Node("Clip", ["d", "low", "high"], ["c"]), Node("Mul", ["c", "hundred"], ["i"]), Node("Identity", ["i"], ["y"])] },
    };

    public static TheoryData<string> Names => [.. Endings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLogitsBehindTheSoftmaxAreFound(string ending)
    {
        using var teacher = Open(Model(Node("Softmax", ["z"], ["p"]), Endings[ending]));
        Assert.Equal(OutputKind.Logits, teacher.OutputKind);
        Assert.Contains("the logits behind the Softmax", teacher.Description, StringComparison.Ordinal);
        AssertProbabilities(teacher, 1e-5);
    }

    // The logits are quantised as well, and so are what stands behind the softmax.
    [Fact]
    public void QuantisedLogitsAreTakenAsTheyAre()
    {
        var model = Model(Node("Softmax", ["dz"], ["p"]), [Quantise("p", "q"), Dequantise("q", "y")]);
        model.Graph.Initializer.Add([Floats("eighth", [1 / 8f]), Bytes("middle", 128)]);
        model.Graph.Node.Insert(1, Node("DequantizeLinear", ["qz", "eighth", "middle"], ["dz"]));
        model.Graph.Node.Insert(1, Node("QuantizeLinear", ["z", "eighth", "middle"], ["qz"]));
        using var teacher = Open(model);
        Assert.Equal(OutputKind.Logits, teacher.OutputKind);
        AssertProbabilities(teacher, 0.05);
    }

    // Where the graph does not show the softmax, the numbers alone do not tell.
    [Theory]
    [InlineData(60f)]
    [InlineData(40f)]
    public void ProbabilitiesOfAnUnknownMakerAreAskedFor(float steps)
    {
        var model = Hidden(steps);
        var error = Assert.Throws<DistillException>(() => Open(model).Dispose());
        Assert.Contains("They may be probabilities", error.Message, StringComparison.Ordinal);
        Assert.Equal([ForeignRemedy.OutputKind], error.Remedies);

        using var told = Open(model, new() { OutputKind = OutputKind.Probabilities });
        AssertProbabilities(told, 1 / steps * 2);
        Assert.InRange(((IForeignTeacher)told).Sums!.Least, 0.5, 1);
    }

    [Fact]
    public void PercentOfAnUnknownMakerIsAskedFor()
    {
        var model = Hidden(1 / 100f, rounded: false);
        Assert.Contains("sum to 100", Assert.Throws<DistillException>(() => Open(model).Dispose()).Message, StringComparison.Ordinal);
        using var told = Open(model, new() { OutputKind = OutputKind.Probabilities });
        AssertProbabilities(told, 1e-5);
    }

    [Fact]
    public void AVectorOfFactorsIsPartOfTheModel()
    {
        var model = Model(Node("Softmax", ["z"], ["p"]), [Node("Mul", ["p", "factors"], ["y"])]);
        model.Graph.Initializer.Add(Floats("factors", [1, 0.9f, 0.5f, 1], Classes));
        Assert.Contains("ForeignTeacherOptions.OutputKind", Assert.Throws<DistillException>(() => Open(model).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASigmoidOfEachClassNamesWhatLiesBeforeIt()
    {
        var model = Model(Node("Sigmoid", ["z"], ["p"]), [Quantise("p", "q"), Dequantise("q", "y")]);
        var error = Assert.Throws<DistillException>(() => Open(model).Dispose());
        Assert.Contains("the logits before the Sigmoid, 'z'", error.Message, StringComparison.Ordinal);
        Assert.Equal([ForeignRemedy.OutputKind, ForeignRemedy.Output], error.Remedies);
        Assert.Throws<DistillException>(() => Open(model, new() { Output = "y" }).Dispose());

        using var scores = Open(model, new() { Output = "z" });
        AssertProbabilities(scores, 1e-5);
        using var scaled = Open(model, new() { OutputKind = OutputKind.Probabilities });
        using var batch = Batch();
        using var targets = scaled.Targets(batch, 1);
        using var sigmoid = Logits(batch.Inputs).sigmoid();
        using var expected = sigmoid / sigmoid.sum(1, keepdim: true);
        Assert.True(targets.LogProbabilities.exp().allclose(expected, rtol: 0, atol: 0.01));
    }

    private static void AssertProbabilities(OnnxTeacher teacher, double tolerance)
    {
        using var scope = NewDisposeScope();
        var batch = Batch();
        var targets = teacher.Targets(batch, 1).LogProbabilities.exp();
        var expected = Logits(batch.Inputs).softmax(1);
        Assert.True(targets.allclose(expected, rtol: 0, atol: tolerance), $"{(targets - expected).abs().max().item<float>()}");
    }

    private static Tensor Logits(Tensor inputs) => inputs.matmul(tensor(Weights, Features, Classes));

    private static Batch Batch()
    {
        var numbers = Enumerable.Range(0, 5 * Features).Select(i => (float)Math.Cos(i * 0.7)).ToArray();
        return new Batch(tensor(numbers, 5, Features), zeros(5, ScalarType.Int64), [0, 1, 2, 3, 4]);
    }

    private static OnnxTeacher Open(ModelProto model, ForeignTeacherOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return OnnxTeacher.Open(folder.Write("t.onnx", model.ToByteArray()), ExampleShape.Features(Features), ["a", "b", "c", "d"], options);
    }

    // Softmax by exponentials and their sum, which nobody takes for one; then rounded down to steps, or scaled.
    private static ModelProto Hidden(float steps, bool rounded = true)
    {
        var model = Model(Node("Exp", ["z"], ["e"]),
        [
            Node("ReduceSum", ["e", "one"], ["sum"]), Node("Div", ["e", "sum"], ["p"]), Node("Mul", ["p", "steps"], ["s"]),
            Node("Floor", ["s"], ["f"]), Node("Div", [rounded ? "f" : "p", "steps"], ["y"]),
        ]);
        model.Graph.Initializer.Add(Floats("steps", [steps]));
        return model;
    }

    private static ModelProto Model(NodeProto head, NodeProto[] ending) => Inference.Graphs.Model(new GraphProto
    {
        Name = "linear",
        Input = { Value("x", DataType.Float, -1, Features) },
        Output = { Value("y", DataType.Float, -1, Classes) },
        Initializer =
        {
            Floats("w", Weights, Features, Classes), Floats("hundred", [100]), Floats("step", [1 / 256f]), Bytes("zero", 0),
            Floats("low", [1e-7f]), Floats("high", [1]), Longs("two", 2), Longs("one", 1), Longs("shape", 0, Classes, 1, 1),
        },
        Node = { Node("MatMul", ["x", "w"], ["z"]), head, ending },
    });

    private static NodeProto Quantise(string from, string to) => Node("QuantizeLinear", [from, "step", "zero"], [to]);

    private static NodeProto Dequantise(string from, string to) => Node("DequantizeLinear", [from, "step", "zero"], [to]);

    private static TensorProto Bytes(string name, byte value) => new() { Name = name, DataType = (int)DataType.Uint8, RawData = Raw(new[] { value }) };
}
