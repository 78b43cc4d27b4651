using Distill.Onnx.Inference;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using static Distill.Onnx.Tests.Inference.Graphs;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Inference;

public sealed class OnnxFileTests
{
    public static TheoryData<string, byte[]> OtherFiles => new()
    {
        { "PyTorch", [0x50, 0x4B, 0x03, 0x04, 0, 0, 0, 0] },
        { "pickle", [0x80, 0x02, 0x7D] },
        { "safetensors", [.. BitConverter.GetBytes(2L), .. "{}"u8] },
        { "HTML", "<!DOCTYPE html><html></html>"u8.ToArray() },
        { "HTML", "\n <html>"u8.ToArray() },
        { "Git LFS", "version https://git-lfs.github.com/spec/v1\noid"u8.ToArray() },
        { "JSON", "{\"a\": 1}"u8.ToArray() },
        { "HDF5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A] },
        { "TensorFlow Lite", [0x1C, 0, 0, 0, .. "TFL3"u8] },
        { "ONNX Runtime's own format", [0x1C, 0, 0, 0, .. "ORTM"u8] },
        { "gzip", [0x1F, 0x8B, 8, 0] },
        { "plain text", "hello"u8.ToArray() },
        { "empty", [] },
        { "no graph", new ModelProto { IrVersion = 8 }.ToByteArray() },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void OtherFilesAreNamed(string expected, byte[] bytes) => Refused(expected, bytes);

    [Fact]
    public void MissingFilesAndFoldersAreNamed()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("folder", Assert.Throws<DistillException>(() => OnnxFile.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => OnnxFile.Open(folder.File("absent.onnx")));
    }

    [Fact]
    public void EveryTruncationIsRefusedOrWhole()
    {
        var bytes = Model(Linear()).ToByteArray();
        using var folder = new TemporaryFolder();
        for (var length = 1; length < bytes.Length; length++)
        {
            var path = folder.Write("cut.onnx", bytes[..length]);
            Assert.Throws<DistillException>(() => OnnxSession.Open(path).Dispose());
        }
    }

    [Theory]
    [InlineData("3, 3")]
    [InlineData("2, -1")]
    [InlineData("1099511627776, 1099511627776")]
    [InlineData("4294967296, 4294967296")]
    [InlineData("9223372036854775807, 2")]
    public void ATensorThatClaimsAnotherShapeIsRefused(string dims)
    {
        var graph = Linear();
        graph.Initializer[0].Dims.Clear();
        graph.Initializer[0].Dims.Add(dims.Split(", ").Select(long.Parse));
        Refused($"claims the shape [{dims}]", Model(graph).ToByteArray());
    }

    [Fact]
    public void TensorsOfAttributesAndSubgraphsAreCheckedToo()
    {
        var lie = new TensorProto { Name = "lie", DataType = (int)DataType.Float, Dims = { 1 << 20, 1 << 20 }, FloatData = { 1 } };
        var inner = new GraphProto { Name = "inner", Initializer = { lie }, Output = { Value("lie", DataType.Float) } };
        var graph = Linear();
        graph.Node.Add(Node("Constant", [], ["c"], new AttributeProto { Name = "value", T = lie }));
        Refused("'lie' claims", Model(graph).ToByteArray());

        graph = Linear();
        graph.Node.Add(Node("If", ["c"], ["d"], new AttributeProto { Name = "then_branch", G = inner }));
        Refused("'lie' claims", Model(graph).ToByteArray());
    }

    [Fact]
    public void OperatorsOfOtherDomainsAreNamed()
    {
        var graph = Linear();
        graph.Node.Add(new NodeProto { OpType = "TRT_NMS", Domain = "trt", Input = { "y" }, Output = { "z" } });
        Refused("trt.TRT_NMS", Model(graph).ToByteArray());
    }

    [Fact]
    public void AnOpsetOfTheFutureIsExplained()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("new.onnx", Model(Linear(), opset: 99).ToByteArray());
        var error = Assert.Throws<DistillException>(() => OnnxSession.Open(path));
        Assert.Contains("older opset", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/onnxruntime", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownOperatorIsNamed()
    {
        var graph = Linear();
        graph.Node[0].OpType = "MatMull";
        using var folder = new TemporaryFolder();
        var path = folder.Write("new.onnx", Model(graph).ToByteArray());
        Assert.Contains("MatMull", Assert.Throws<DistillException>(() => OnnxSession.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataInAFileOfTheFolderIsReadAndCounted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.onnx", Model(External("weights.bin", "4", "24")).ToByteArray());
        folder.Write("weights.bin", [9, 9, 9, 9, .. Raw(new float[] { 1, 2, 3, 4, 5, 6 })]);
        var file = OnnxFile.Open(path);
        using var session = OnnxSession.Open(file);
        using var x = TorchSharp.torch.tensor(new float[] { 1, 1, 1 }, 1, 3);
        using var y = session.Run([("x", x)], ["y"])[0]!;

        Assert.Equal(["weights.bin"], file.ExternalFiles);
        Assert.Equal([9f, 12f], y.data<float>().ToArray());
        var before = file.Fingerprint();
        folder.Write("weights.bin", [9, 9, 9, 9, .. Raw(new float[] { 1, 2, 3, 4, 5, 7 })]);
        Assert.NotEqual(before, OnnxFile.Open(path).Fingerprint());
    }

    [Theory]
    [InlineData("../weights.bin", "outside the model's folder")]
    [InlineData("inner/../../weights.bin", "outside the model's folder")]
    [InlineData("/etc/passwd", "outside the model's folder")]
    [InlineData("C:\\weights.bin", "outside the model's folder")]
    [InlineData("\\\\server\\share", "outside the model's folder")]
    [InlineData("..\\weights.bin", "outside the model's folder")]
    [InlineData("", "outside the model's folder")]
    [InlineData("absent.bin", "no such file")]
    [InlineData("*/_ORT_MEM_ADDR_/*", "no such file")]
    public void DataElsewhereIsRefused(string location, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("weights.bin", new byte[64]);
        var path = folder.Write("inner/model.onnx", Model(External(location, "0", "24")).ToByteArray());
        Assert.Contains(expected, Assert.Throws<DistillException>(() => OnnxFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8", "24")]
    [InlineData("0", "20")]
    [InlineData("9223372036854775807", "24")]
    [InlineData("-8", "24")]
    [InlineData("x", "24")]
    [InlineData("0", "99999999999999999999")]
    public void DataThatIsTooShortIsRefused(string offset, string length)
    {
        using var folder = new TemporaryFolder();
        folder.Write("weights.bin", new byte[28]);
        var path = folder.Write("model.onnx", Model(External("weights.bin", offset, length)).ToByteArray());
        Assert.Contains("'w'", Assert.Throws<DistillException>(() => OnnxFile.Open(path)).Message, StringComparison.Ordinal);
    }

    private static GraphProto External(string location, string offset, string length)
    {
        var graph = Linear();
        graph.Initializer[0].RawData = ByteString.Empty;
        graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External;
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length) })
        {
            graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return graph;
    }

    // y = x · w, with w of 3 × 2.
    private static GraphProto Linear() => new()
    {
        Name = "linear",
        Input = { Value("x", DataType.Float, -1, 3) },
        Output = { Value("y", DataType.Float, -1, 2) },
        Initializer = { Floats("w", [1, 2, 3, 4, 5, 6], 3, 2) },
        Node = { Node("MatMul", ["x", "w"], ["y"]) },
    };

    private static void Refused(string expected, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.onnx", bytes);
        var error = Assert.Throws<DistillException>(() => OnnxFile.Open(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("model.onnx", error.Message, StringComparison.Ordinal);
    }
}
