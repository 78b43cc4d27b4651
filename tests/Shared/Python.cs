using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Distill.Testing;

/// <summary>Runs scripts of tests/interop; where Python or what a script needs is missing, the test is skipped and says so.</summary>
internal static class Python
{
    // Debian installs PyTorch for its own interpreter, which is not always the first on the path.
    private static readonly Lazy<string?> WithTorch =
        new(() => Array.Find(["python3", "/usr/bin/python3"], candidate => Start(candidate, ["-c", "import torch, torchvision"]) is { ExitCode: 0 }));

    /// <summary>Runs a script that needs nothing but Python, and returns what it printed.</summary>
    public static string Run(string script, params string[] arguments) => Run("python3", script, arguments);

    /// <summary>Runs a script that needs PyTorch and torchvision.</summary>
    public static string RunWithTorch(string script, params string[] arguments)
    {
        Assert.SkipWhen(WithTorch.Value is null, "no python3 here has PyTorch and torchvision; Debian's are python3-torch and python3-torchvision");
        return Run(WithTorch.Value!, script, arguments);
    }

    private static string Run(string interpreter, string script, string[] arguments)
    {
        var run = Start(interpreter, [Path.Combine(Checkout.Root, "tests", "interop", script), .. arguments]);
        Assert.SkipWhen(run is null, "python3 is not installed; the files of other readers were not compared");
        Assert.True(run!.Value.ExitCode == 0, run.Value.Errors);
        return run.Value.Output;
    }

    private static (int ExitCode, string Output, string Errors)? Start(string interpreter, string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, ["-B", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
