using Distill.Onnx.Inference;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Inference;

/// <summary>Small files that ask ONNX Runtime for the whole machine.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData(1L << 32)]
    [InlineData(1L << 40)]
    public void AConstantThatUnfoldsToTerabytesIsRefused(long size) => Refused(
        "requested bytes",
        Scaled(
            [Node("ConstantOfShape", ["shape"], ["big"]), Node("ReduceMean", ["big"], ["scale"])],
            Longs("shape", size)));

    [Fact]
    public void AProductOfRowsAndColumnsIsRefused() => Refused(
        "requested bytes",
        Scaled(
            [
                Node("ReduceMean", ["x"], ["mean"]),
                Node("Expand", ["mean", "row"], ["a"]),
                Node("Expand", ["mean", "column"], ["b"]),
                Node("Add", ["a", "b"], ["c"]),
                Node("ReduceMean", ["c"], ["scale"]),
            ],
            Longs("row", 1, 1 << 17),
            Longs("column", 1 << 17, 1)));

    [Fact]
    public void ALoopWithoutEndIsStopped()
    {
        var body = new GraphProto
        {
            Name = "body",
            Input = { Value("i", DataType.Int64), Value("more", DataType.Bool), Value("last", DataType.Float) },
            Output = { Value("again", DataType.Bool), Value("next", DataType.Float) },
            Node = { Node("Identity", ["more"], ["again"]), Node("Sin", ["last"], ["next"]) },
        };
        var loop = new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body };
        var yes = new TensorProto { Name = "yes", DataType = (int)DataType.Bool, RawData = Raw<byte>([1]) };
        var model = Scaled([Node("Loop", ["", "yes", "first"], ["scale"], loop)], yes, Floats("first", [1f]));

        Refused("stopped", model, TimeSpan.FromSeconds(0.3));
    }

    // x times a number that the nodes make.
    private static ModelProto Scaled(NodeProto[] nodes, params TensorProto[] constants) => Model(new GraphProto
    {
        Name = "scaled",
        Input = { Value("x", DataType.Float, -1, 3) },
        Output = { Value("y", DataType.Float, -1, 3) },
        Initializer = { constants },
        Node = { nodes, Node("Mul", ["x", "scale"], ["y"]) },
    });

    private static void Refused(string expected, ModelProto model, TimeSpan? limit = null)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.onnx", model.ToByteArray());
        var error = Assert.Throws<DistillException>(() =>
        {
            using var session = OnnxSession.Open(path);
            session.RunLimit = limit ?? session.RunLimit;
            using var x = ones(2, 3);
            session.Run([("x", x)], ["y"]).ToList().ForEach(tensor => tensor?.Dispose());
        });
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
