using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Damaged files open as teachers that answer, or are refused: no crash, no other exception.</summary>
public sealed class DamagedTeacherTests
{
    private static readonly ExampleShape Shape = new(1, 6, 6);

    [Fact]
    public void DamagedFilesAreRefusedOrAnswer()
    {
        byte[][] originals = [Convolution().ToByteArray(), Recurrent().ToByteArray(), External().ToByteArray()];
        using var folder = new TemporaryFolder();
        folder.Write("weights.bin", Raw(Enumerable.Range(0, 36 * 3).Select(i => (float)Math.Sin(i)).ToArray()).ToByteArray());
        Assert.All(originals, original => Answer(folder, original));
        for (var number = 0; number < Mutations.Count(150); number++)
        {
            try
            {
                Answer(folder, Mutations.Of(originals[number % originals.Length], number));
            }
            catch (DistillException refusal)
            {
                Assert.True(refusal.Message.Length < 10_000, $"mutation {number}");
            }
        }
    }

    private static void Answer(TemporaryFolder folder, byte[] bytes)
    {
        using var scope = NewDisposeScope();
        using var teacher = OnnxTeacher.Open(folder.Write("teacher.onnx", bytes), Shape, ["a", "b", "c"], null, TimeSpan.FromSeconds(2));
        using var batch = new Batch(randint(0, 256, [3, 1, 6, 6], ScalarType.Byte), zeros(3, ScalarType.Int64), [0, 1, 2]);
        Assert.Equal([3, 3], teacher.Targets(batch, 2).LogProbabilities.shape);
    }

    private static ModelProto Convolution() => Model(new GraphProto
    {
        Name = "convolution",
        Input = { Value("x", DataType.Float, -1, 1, 6, 6) },
        Output = { Value("p", DataType.Float, -1, 3) },
        Initializer =
        {
            Floats("k", [.. Enumerable.Range(0, 18).Select(i => i / 9f)], 2, 1, 3, 3),
            Floats("s", [1, 2], 2), Floats("b", [0, 1], 2), Floats("m", [0, 0.5f], 2), Floats("v", [1, 2], 2),
            Longs("shape", 0, -1), Floats("w", [.. Enumerable.Range(0, 24).Select(i => i / 9f)], 8, 3), Floats("c", [0, 1, 2], 3),
        },
        Node =
        {
            Node("Conv", ["x", "k"], ["a"], Ints("pads", 1, 1, 1, 1), Ints("strides", 1, 1)),
            Node("BatchNormalization", ["a", "s", "b", "m", "v"], ["n"]),
            Node("Relu", ["n"], ["r"]),
            Node("MaxPool", ["r"], ["q"], Ints("kernel_shape", 3, 3), Ints("strides", 3, 3)),
            Node("Reshape", ["q", "shape"], ["f"]),
            Node("Gemm", ["f", "w", "c"], ["z"], Int("transB", 0)),
            Node("Softmax", ["z"], ["p"], Int("axis", 1)),
        },
    });

    // Loops, branches, scans over positions and sizes made of values.
    private static ModelProto Recurrent()
    {
        var body = new GraphProto
        {
            Name = "body",
            Input = { Value("i", DataType.Int64), Value("on", DataType.Bool), Value("state", DataType.Float, -1, 3) },
            Output = { Value("go", DataType.Bool), Value("next", DataType.Float, -1, 3) },
            Node = { Node("Identity", ["on"], ["go"]), Node("Tanh", ["state"], ["next"]) },
        };
        return Model(new GraphProto
        {
            Name = "recurrent",
            Input = { Value("x", DataType.Float, -1, 36), Value("Label", DataType.Int64, -1, 1) },
            Output = { Value("y", DataType.Float, -1, 3) },
            Initializer =
            {
                Longs("sizes", 36, 3), Longs("times", 4), Longs("axes", 1), Longs("from", 0), Longs("to", 36),
                new TensorProto { Name = "yes", DataType = (int)DataType.Bool, RawData = Raw<byte>([1]) },
            },
            Node =
            {
                Node("ConstantOfShape", ["sizes"], ["ones"], new AttributeProto
                {
                    Name = "value",
                    Type = AttributeProto.Types.AttributeType.Tensor,
                    T = new TensorProto { DataType = (int)DataType.Float, Dims = { 1 }, FloatData = { -0.1f } },
                }),
                Node("Slice", ["x", "from", "to", "axes"], ["part"]),
                Node("MatMul", ["part", "ones"], ["first"]),
                Node("Squeeze", ["times"], ["count"]),
                Node("Loop", ["count", "yes", "first"], ["y"], new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body }),
            },
        });
    }

    private static ModelProto External()
    {
        var weights = new TensorProto { Name = "w", DataType = (int)DataType.Float, Dims = { 36, 3 }, DataLocation = TensorProto.Types.DataLocation.External };
        foreach (var (key, value) in new[] { ("location", "weights.bin"), ("offset", "0"), ("length", "432") })
        {
            weights.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return Model(new GraphProto
        {
            Name = "external",
            Input = { Value("x", DataType.Float16, -1, 36) },
            Output = { Value("y", DataType.Float, -1, 3) },
            Initializer = { weights },
            Node = { Node("Cast", ["x"], ["f"], Int("to", (long)DataType.Float)), Node("MatMul", ["f", "w"], ["y"]) },
        });
    }
}
