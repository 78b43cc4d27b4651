using System.Diagnostics;
using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>The process in which a TorchScript file is opened first.</summary>
public sealed class ScriptTrialTests
{
    [Theory]
    [InlineData(TinyScript.Sound, 0, "")]
    [InlineData("torch.save(x, \"a.pt\")\n    return x", 2, "reads or writes files")]
    [InlineData(TinyScript.Endless, 124, "")]
    public void It_ends_with_what_came_of_it(string body, int exitCode, string told)
    {
        using var folder = new TemporaryFolder();
        var path = TinyScript.Write(folder.File("tiny.pt"), body);

        var (code, output, _) = Try(folder, path);

        Assert.Equal(exitCode, code);
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_libtorch_cannot_compile_ends_that_process_alone()
    {
        using var folder = new TemporaryFolder();

        var (code, _, errors) = Try(folder, TinyScript.Write(folder.File("tiny.pt"), TinyScript.Unknown));

        Assert.NotEqual(0, code);
        Assert.Contains("no_such_operator", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Try(TemporaryFolder folder, string path)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "distill.dll"), "try-torchscript"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DISTILL_TRIAL_SECONDS"] = "5";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(JsonSerializer.Serialize(new
        {
            path,
            examples = new { channels = 1, height = 28, width = 28 },
            classNames = Enumerable.Range(0, 10).Select(number => $"{number}"),
            options = new { },
        }));
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
