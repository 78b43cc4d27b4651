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
    [InlineData("\u0008\u0001\u0012\u00A0\u0005\n\u0010abc", "it looks like a TensorFlow SavedModel; export it to ONNX")]
    [InlineData("\u0008\u0004\u0012\u0020\n\u0010abc", "it looks like a Core ML model")]
    [InlineData("\n\u0020\n\u0005input\u0012\u000BPlaceholder", "it looks like a frozen graph of TensorFlow")]
    [InlineData("\u0004\u000Flayers.0.weight\u0006\u0002\u0004\u0004\0\0\0\0", "it looks like weights that TorchSharp's Module.save wrote")]
    [InlineData("\u0089HDF\r\n\u001A\n", "it looks like an HDF5 file, as Keras writes; export the model to ONNX")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u000D\0\0\0metadata.json{}", "it looks like a Keras model; export it to ONNX")]
    [InlineData("{\"metadata\":{},\"weight_map\":{}}", "it looks like the index of the safetensors files of one model")]
    public void AnotherFormatIsNamed(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.safetensors"), Encoding.Latin1.GetBytes(content));
        Assert.Contains(expected, Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatModuleSaveWritesIsNamed()
    {
        using var folder = new TemporaryFolder();
        using var module = TorchSharp.torch.nn.Linear(3, 2);
        module.save(folder.File("module.dat"));
        Assert.Contains("TorchSharp's Module.save", FileLook.At(folder.File("module.dat")).Name, StringComparison.Ordinal);
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
