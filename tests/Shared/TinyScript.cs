using System.IO.Compression;
using System.Text;

namespace Distill.Testing;

/// <summary>TorchScript files of a few lines, made without PyTorch.</summary>
internal static class TinyScript
{
    /// <summary>Ten numbers for any image.</summary>
    public const string Sound = "return torch.slice(torch.flatten(x, 1), 1, 0, 10)";

    /// <summary>Never returns.</summary>
    public const string Endless = "n = 0\n    while True:\n      n = torch.add(n, 1)\n    return x";

    /// <summary>libtorch compiles no such operator, and ends the process.</summary>
    public const string Unknown = "return torch.no_such_operator(x)";

    // protocol 2: an object of __torch__.Tiny whose one attribute, training, is False
    private static readonly byte[] Data = [0x80, 2, .. "c__torch__\nTiny\n)"u8, 0x81, .. "}(X\u0008\0\0\0training"u8, 0x89, .. "ub."u8];
    private static readonly byte[] NoConstants = [0x80, 2, (byte)')', (byte)'.'];

    /// <summary>Writes a module with this body of <c>forward(self, x)</c>.</summary>
    public static string Write(string path, string body)
    {
        var code = $"class Tiny(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n  def forward(self: __torch__.Tiny,\n    x: Tensor) -> Tensor:\n    {body}\n";
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in new[] { ("data.pkl", Data), ("code/__torch__.py", Encoding.ASCII.GetBytes(code)), ("constants.pkl", NoConstants), ("version", "3\n"u8.ToArray()) })
        {
            using var entry = archive.CreateEntry("tiny/" + name, CompressionLevel.NoCompression).Open();
            entry.Write(bytes);
        }

        return path;
    }
}
