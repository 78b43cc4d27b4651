using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Models that were exported in training mode, and others whose answers are not an example's own.</summary>
public sealed class TrainingModeTests
{
    private const int Features = 4;

    [Fact]
    public void DropoutIsRefused() => Assert.Contains(
        "differently each time",
        Mistake(Linear([Node("Dropout", ["z", "ratio", "yes"], ["y"])])), StringComparison.Ordinal);

    [Fact]
    public void RandomNumbersAreRefused() => Assert.Contains(
        "differently each time",
        Mistake(Linear([Node("RandomNormalLike", ["z"], ["noise"]), Node("Add", ["z", "noise"], ["y"])])), StringComparison.Ordinal);

    [Fact]
    public void StatisticsOfTheBatchAreRefused() => Assert.Contains(
        "batch normalisation in training",
        Mistake(Linear([Node("BatchNormalization", ["z", "scale", "shift", "was", "spread"], ["y", "mean", "variance"], Int("training_mode", 1))])), StringComparison.Ordinal);

    [Fact]
    public void ASoftmaxOverTheBatchIsRefused() => Assert.Contains(
        "differently beside other examples",
        Mistake(Linear([Node("Softmax", ["z"], ["p"], Int("axis", 0)), Node("Neg", ["p"], ["y"])])), StringComparison.Ordinal);

    [Fact]
    public void DropoutThatIsOffIsNoFault()
    {
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(
            folder.Write("t.onnx", Linear([Node("Dropout", ["z", "ratio"], ["y"])]).ToByteArray()), ExampleShape.Features(Features), ["a", "b", "c"]);
        Assert.Equal(3, teacher.Classes);
    }

    private static string Mistake(ModelProto model)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.onnx", model.ToByteArray());
        var error = Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, ExampleShape.Features(Features), ["a", "b", "c"]).Dispose());
        Assert.Contains("Export the model in evaluation mode", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    private static ModelProto Linear(NodeProto[] ending) => Model(new GraphProto
    {
        Name = "linear",
        Input = { Value("x", DataType.Float, -1, Features) },
        Output = { Value("y", DataType.Float, -1, 3) },
        Initializer =
        {
            Floats("w", [.. Enumerable.Range(0, Features * 3).Select(i => (float)Math.Sin(i * 1.7))], Features, 3),
            Floats("ratio", [0.3f]),
            Floats("scale", [1, 1, 1], 3), Floats("shift", [0, 0, 0], 3), Floats("was", [0, 0, 0], 3), Floats("spread", [1, 1, 1], 3),
            new TensorProto { Name = "yes", DataType = (int)DataType.Bool, RawData = Raw<byte>([1]) },
        },
        Node = { Node("MatMul", ["x", "w"], ["z"]), ending },
    });
}
