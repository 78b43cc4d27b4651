using System.Text.Json.Nodes;
using Distill.Files;
using static TorchSharp.torch;

namespace Distill.Tests.Files;

/// <summary>Python reads what we write and the other way round; with its safetensors package where that is installed.</summary>
public sealed class PythonInteropTests
{
    [Fact]
    public void PythonReadsOurFiles()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("ours.safetensors");
        SafeTensorsWriter.Write(
            path,
            [
                TensorPayload.Of("f32", tensor(new[] { 1.5f, -2f, 0f, 8f }).reshape(2, 2)),
                TensorPayload.Of("bf16", tensor(new[] { 0.5f, -3f }).to(ScalarType.BFloat16)),
                TensorPayload.Of("f16", tensor(new[] { 0.25f }).to(ScalarType.Float16)),
                TensorPayload.Of("i64", tensor(-5L)),
                TensorPayload.Of("u16", TensorType.U16, [2], new byte[] { 1, 0, 255, 255 }),
                TensorPayload.Of("u32", TensorType.U32, [1], new byte[] { 255, 255, 255, 255 }),
                TensorPayload.Of("u64", TensorType.U64, [1], new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }),
                TensorPayload.Of("f64", tensor(new[] { 0.1 })),
                TensorPayload.Of("i32", tensor(new[] { -7 })),
                TensorPayload.Of("i16", tensor(new short[] { -300 })),
                TensorPayload.Of("i8", tensor(new sbyte[] { -128 })),
                TensorPayload.Of("u8", tensor(new byte[] { 255 })),
                TensorPayload.Of("bool", tensor(new[] { true, false })),
                TensorPayload.Of("empty", zeros(0, 3)),
            ],
            new Dictionary<string, string> { ["about"] = "größe" });

        var shown = JsonNode.Parse(Run("show", path))!;

        Assert.Equal("""{"about":"größe"}""", Text(shown["metadata"]!));
        Assert.Equal("""{"dtype":"F32","shape":[2,2],"values":[1.5,-2.0,0.0,8.0]}""", Text(shown["tensors"]!["f32"]!));
        Assert.Equal("""{"dtype":"BF16","shape":[2],"values":[0.5,-3.0]}""", Text(shown["tensors"]!["bf16"]!));
        Assert.Equal("""{"dtype":"F16","shape":[1],"values":[0.25]}""", Text(shown["tensors"]!["f16"]!));
        Assert.Equal("""{"dtype":"I64","shape":[],"values":[-5]}""", Text(shown["tensors"]!["i64"]!));
        Assert.Equal("""{"dtype":"U16","shape":[2],"values":[1,65535]}""", Text(shown["tensors"]!["u16"]!));
        Assert.Equal("""{"dtype":"U32","shape":[1],"values":[4294967295]}""", Text(shown["tensors"]!["u32"]!));
        Assert.Equal("""{"dtype":"U64","shape":[1],"values":[18446744073709551615]}""", Text(shown["tensors"]!["u64"]!));
        Assert.Equal("""{"dtype":"F64","shape":[1],"values":[0.1]}""", Text(shown["tensors"]!["f64"]!));
        Assert.Equal("""{"dtype":"I32","shape":[1],"values":[-7]}""", Text(shown["tensors"]!["i32"]!));
        Assert.Equal("""{"dtype":"I16","shape":[1],"values":[-300]}""", Text(shown["tensors"]!["i16"]!));
        Assert.Equal("""{"dtype":"I8","shape":[1],"values":[-128]}""", Text(shown["tensors"]!["i8"]!));
        Assert.Equal("""{"dtype":"U8","shape":[1],"values":[255]}""", Text(shown["tensors"]!["u8"]!));
        Assert.Equal("""{"dtype":"BOOL","shape":[2],"values":[true,false]}""", Text(shown["tensors"]!["bool"]!));
        Assert.Equal("""{"dtype":"F32","shape":[0,3],"values":[]}""", Text(shown["tensors"]!["empty"]!));
    }

    [Fact]
    public void WeReadPythonsFiles()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("theirs.safetensors");

        Run("make", path);

        using var file = SafeTensorsFile.Open(path);
        Assert.Equal("python", file.Metadata["from"]);
        Assert.Equal([0.5f, -1.5f, 3.25f, 1e-3f], file.Read("numbers").data<float>().ToArray());
        Assert.Equal([2, 2], file.Read("numbers").shape);
        Assert.Equal([7L, -1L, 1L << 40], file.Read("classes").data<long>().ToArray());
        Assert.Equal(0.1, file.Read("scalar").item<double>());
        Assert.Equal("ü", file.Metadata["größe"]);
        Assert.Equal([0.25f, -65504f], file.Read("f16").to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([-1, 1 << 30], file.Read("i32").data<int>().ToArray());
        Assert.Equal([short.MinValue], file.Read("i16").data<short>().ToArray());
        Assert.Equal([sbyte.MinValue, sbyte.MaxValue], file.Read("i8").data<sbyte>().ToArray());
        Assert.Equal([0, 1, 255], file.Read("u8").data<byte>().ToArray());
        Assert.Equal([true, false], file.Read("bool").data<bool>().ToArray());
        Assert.Equal([0, 3], file.Read("empty").shape);
        Assert.Equal([2, 0], file.Read("empty i64").shape);
        Assert.All(new[] { "u16", "u32", "u64" }, name => Assert.Equal(-1, file.Bytes(name).IndexOfAnyExcept((byte)255)));
        if (file.Entries.ContainsKey("bf16"))
        {
            Assert.Equal([0.5f, -3f], file.Read("bf16").to(ScalarType.Float32).data<float>().ToArray());
        }
    }

    private static string Text(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Run(string verb, string path) => Python.Run("safetensors_check.py", verb, path);
}
