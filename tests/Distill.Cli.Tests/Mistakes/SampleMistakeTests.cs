using System.Diagnostics;

namespace Distill.Cli.Tests;

/// <summary>The application that ships a student answers a wrong file with a sentence, not with a crash.</summary>
public sealed class SampleMistakeTests
{
    [Theory]
    [InlineData("absent.onnx: there is no such file.", "absent.onnx", "image.png")]
    [InlineData("text.onnx cannot be read as an ONNX model: ", "text.onnx", "image.png")]
    [InlineData("pictures is a folder; expected an ONNX model.", "pictures", "image.png")]
    [InlineData("ClassifyImages STUDENT.onnx IMAGE", "absent.onnx")]
    public void A_wrong_file_is_named_in_one_line(string expected, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.onnx"), "hello");
        Directory.CreateDirectory(folder.File("pictures"));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var sample = Path.Combine(Checkout.Root, "artifacts", "bin", "ClassifyImages", configuration, "ClassifyImages.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sample, .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        Assert.Empty(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, process.ExitCode);
    }
}
