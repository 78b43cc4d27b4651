using System.IO.Compression;
using System.Text;
using Distill.Runs;
using Distill.TorchScript.Archive;

namespace Distill.Tests.Teachers.TorchScript;

/// <summary>What is refused before libtorch sees it.</summary>
public sealed class ScriptArchiveTests(TorchModels models) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatPyTorchWritesIsLetThrough()
    {
        foreach (var name in new[] { "resnet18", "softmax", "bf16", "fixed" })
        {
            ScriptArchive.Check(models.File(models[name].Trace!));
            ScriptArchive.Check(models.File(models[name].Script!));
        }
    }

    [Theory]
    [InlineData("return x.save(\"a\")", "names 'save'")]
    [InlineData("return torch.from_file(\"/etc/passwd\")", "names 'from_file'")]
    [InlineData("return getattr(torch, \"\\x73ave\")(x)", "hides a name")]
    [InlineData("return ops.torchvision.nms(x, x, 0.5)", "'ops.torchvision.nms', which is not in the libtorch")]
    [InlineData("return ops.quantized.linear(x)", "quantised layers")]
    [InlineData("return \u0001", "plain text")]
    public void CodeThatDoesMoreThanComputeIsRefused(string body, string because) => AssertRefused(TinyScript.Write(folder.File("a.pt"), body), because);

    [Fact]
    public void DeepCodeIsRefused() => AssertRefused(TinyScript.Write(folder.File("a.pt"), "return " + new string('(', 100_000) + "x"), "nests more than 200");

    [Theory]
    [InlineData("cos\nsystem\nX\u0004\0\0\0exit\u0085R.", "calls 'os system'")]
    [InlineData("cbuiltins\neval\n)\u0081.", "makes an object of 'builtins eval'")]
    [InlineData("]q\0h\0a.", "no new list")]
    [InlineData("(I1\nt.", "the instruction 49")]
    [InlineData("X\u00ff\u00ff\u00ff\u007fa.", "longer than itself")]
    [InlineData(")", "cut off")]
    [InlineData("a.", "values where there are none")]
    [InlineData("R.", "takes values that are not there")]
    [InlineData("t.", "closes what it has not opened")]
    [InlineData("h\u0005.", "uses a value that it does not have")]
    [InlineData("))).", "end is not where")]
    public void PicklesThatPyTorchDoesNotWriteAreRefused(string pickle, string because)
    {
        byte[] bytes = [0x80, 2, .. Encoding.Latin1.GetBytes(pickle)];
        Assert.Contains(because, Assert.Throws<DistillException>(() => PickleScanner.Check(bytes, "data.pkl", _ => -1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0, 4, 1, "")]
    [InlineData(4, 0, 2, 2, "")]
    [InlineData(5, 0, 1, 1, "claims 5 elements of 4 bytes, and its file has 16")]
    [InlineData(4, 1, 4, 1, "beyond its storage")]
    [InlineData(4, 0, 4, 2, "beyond its storage")]
    [InlineData(1, 0, 255, 0, "more elements than its storage")]
    public void TensorsLieInsideTheirFiles(byte elements, byte offset, byte size, byte stride, string because)
    {
        byte[] bytes =
        [
            0x80, 2, .. "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK"u8, elements, .. "tQK"u8, offset,
            (byte)'K', size, 0x85, (byte)'K', stride, 0x85, 0x89, .. "ccollections\nOrderedDict\n)RtR."u8,
        ];
        var error = Record.Exception(() => PickleScanner.Check(bytes, "data.pkl", key => key == "0" ? 16 : -1));
        if (because.Length == 0)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Contains(because, Assert.IsType<DistillException>(error).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NestingIsBounded()
    {
        byte[] bytes = [0x80, 2, .. Enumerable.Repeat((byte)']', 100_000), .. Enumerable.Repeat((byte)'a', 99_999), (byte)'.'];
        Assert.Contains("more than 500 deep", Assert.Throws<DistillException>(() => PickleScanner.Check(bytes, "data.pkl", _ => -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveWithTwoReadingsIsRefused()
    {
        var sound = File.ReadAllBytes(TinyScript.Write(folder.File("a.pt"), TinyScript.Sound));
        ScriptArchive.Check(folder.File("a.pt"));

        AssertRefused(folder.Write("cut.pt", sound[..^1]), "its end is missing");
        AssertRefused(folder.Write("more.pt", [.. sound, 0]), "its end is missing");
        AssertRefused(folder.Write("before.pt", [.. sound[..4], .. sound]), "is elsewhere");
        using (var archive = ZipFile.Open(folder.File("bomb.pt"), ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("tiny/version").Open();
            entry.Write(new byte[1 << 20]);
        }

        AssertRefused(folder.File("bomb.pt"), "torch.save");
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("bf16")]
    public void DamageBringsTheDocumentedErrorAndNoOther(string name)
    {
        var original = File.ReadAllBytes(models.File(models[name].Script!));
        var (accepted, count) = (0, Mutations.Count(1_000));
        for (var number = 0; number < count; number++)
        {
            try
            {
                ScriptArchive.Check(folder.Write("damaged.pt", Mutations.Of(original, number)));
                accepted++;
            }
            catch (DistillException)
            {
            }
        }

        // Damage to weights leaves a sound archive.
        Assert.InRange(accepted, count / 100, count / 2);
    }

    private static void AssertRefused(string path, string because) =>
        Assert.Contains(because, Assert.Throws<DistillException>(() => ScriptArchive.Check(path)).Message, StringComparison.Ordinal);
}
