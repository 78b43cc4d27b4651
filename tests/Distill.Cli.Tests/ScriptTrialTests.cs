using System.Diagnostics;
using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>The process in which a TorchScript file is opened first.</summary>
public sealed class ScriptTrialTests
{
    [Theory]
    [InlineData(TinyScript.Sound, 0, "")]
    [InlineData("torch.save(x, \"a.pt\")\n    return x", 2, "reads or writes files")]
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

    [Fact]
    public void What_never_answers_is_given_up()
    {
        using var folder = new TemporaryFolder();

        var (code, _, _) = Try(folder, TinyScript.Write(folder.File("tiny.pt"), TinyScript.Endless), seconds: 5);

        Assert.True(code is 137 or -1, $"exit code {code}");
    }

    [Fact]
    public void A_verb_survives_its_teacher()
    {
        using var folder = new TemporaryFolder();
        string[] evaluate = ["evaluate", TinyScript.Write(folder.File("tiny.pt"), TinyScript.Unknown), "--data", "glyphs"];

        var result = DistillProcess.Run(folder.Path, evaluate);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("libtorch ended its process", result.Error, StringComparison.Ordinal);
        Assert.Contains("no_such_operator", result.Error, StringComparison.Ordinal);
        TinyScript.Write(folder.File("tiny.pt"), "return torch.slice(torch.flatten(x, 1), 1, 0, 16)");
        var sound = DistillProcess.Run(folder.Path, [.. evaluate, "--teacher-output-kind", "logits", "--teacher-range", "unit"]);
        Assert.True(sound.ExitCode == 0, sound.Error);
    }

    private static (int ExitCode, string Output, string Errors) Try(TemporaryFolder folder, string path, int seconds = 100)
    {
        var start = new ProcessStartInfo("dotnet", [DistillProcess.Program, "try-torchscript"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DISTILL_TRIAL_SECONDS"] = $"{seconds}";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(JsonSerializer.Serialize(new
        {
            path,
            examples = new { channels = 1, height = 28, width = 28 },
            classNames = Enumerable.Range(0, 10).Select(number => $"{number}"),
            // Pixels are no logits that anybody could tell.
            options = new { outputKind = "logits" },
        }));
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
