using System.Runtime.InteropServices;

namespace Distill.Packages.Tests;

/// <summary>The command line as a tool of .NET, installed from its package.</summary>
public sealed class ToolTests(LocalFeed feed)
{
    [Fact(Skip = LocalFeed.WhyNot, SkipUnless = nameof(LocalFeed.IsWanted), SkipType = typeof(LocalFeed))]
    public void TheToolInstallsAndTrains()
    {
        var folder = feed.NewFolder("tool");
        Dotnet.Run(folder, "tool", "install", "Distill.NET.Cli", "--tool-path", "tools", "--version", "0.1.0");
        var distill = Path.Combine(folder, "tools", RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "distill.exe" : "distill");

        var said = Dotnet.RunProgram(
            distill, folder, "train", "--data", "glyphs", "--limit", "500", "--network", "mlp:16", "--epochs", "1", "--out", "run", "--json");

        Assert.Contains("\"model\"", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "run", "model.safetensors")));

        File.WriteAllLines(Path.Combine(folder, "texts.csv"), Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"a red dog {i},dogs" : $"the blue cat {i},cats").Prepend("text,kind"));
        Dotnet.RunProgram(distill, folder, "train", "--data", "texts.csv", "--network", "bag:64,4", "--epochs", "2", "--out", "texts");
        Dotnet.RunProgram(distill, folder, "export", "texts", "--strings", "--out", "texts.onnx");
        Assert.True(File.Exists(Path.Combine(folder, "texts.onnx")));
    }
}
