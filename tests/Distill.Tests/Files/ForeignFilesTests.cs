using System.Text;
using Distill.Files;
using Distill.Models;
using Distill.Runs;

namespace Distill.Tests.Files;

/// <summary>Files of other programs, given where a model of this toolkit is wanted, are named as what they are.</summary>
public sealed class ForeignFilesTests
{
    [Theory]
    [InlineData("PK\u0003\u0004 and more", "it looks like a zip archive, as PyTorch writes.")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "it looks like a pointer of Git LFS; the file itself was not fetched (git lfs pull).")]
    [InlineData("<!DOCTYPE html><html></html>", "it looks like a page of HTML")]
    [InlineData("\u0008\u0008\u0012\u0007distill", "it looks like an ONNX model.")]
    public void AnotherFormatIsNamed(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), Encoding.Latin1.GetBytes(content));
        Assert.Contains(expected, Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsAloneAreNoModel()
    {
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder.File("weights.safetensors"), [], new Dictionary<string, string>());
        Assert.Contains(
            "was it written by another program? Weights alone have to be imported first.",
            Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("weights.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsSaidOnce()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("absent.safetensors");
        Assert.Equal($"{path} cannot be opened: there is no such file.", Assert.Throws<DistillException>(() => ModelFile.Load(path)).Message);
        Assert.Equal($"{path} cannot be opened: there is no such file.", Assert.Throws<DistillException>(() => FileLook.At(path)).Message);
    }
}
