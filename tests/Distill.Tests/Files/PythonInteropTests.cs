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
            ],
            new Dictionary<string, string> { ["about"] = "größe" });

        var shown = JsonNode.Parse(Run("show", path))!;

        Assert.Equal("""{"about":"größe"}""", Text(shown["metadata"]!));
        Assert.Equal("""{"dtype":"F32","shape":[2,2],"values":[1.5,-2.0,0.0,8.0]}""", Text(shown["tensors"]!["f32"]!));
        Assert.Equal("""{"dtype":"BF16","shape":[2],"values":[0.5,-3.0]}""", Text(shown["tensors"]!["bf16"]!));
        Assert.Equal("""{"dtype":"F16","shape":[1],"values":[0.25]}""", Text(shown["tensors"]!["f16"]!));
        Assert.Equal("""{"dtype":"I64","shape":[],"values":[-5]}""", Text(shown["tensors"]!["i64"]!));
        Assert.Equal("""{"dtype":"U16","shape":[2],"values":[1,65535]}""", Text(shown["tensors"]!["u16"]!));
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
    }

    private static string Text(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Run(string verb, string path) => Python.Run("safetensors_check.py", verb, path);
}
