using System.ComponentModel;
using System.Diagnostics;
using Distill.Tests.Architecture;

namespace Distill.Tests.Files;

/// <summary>Runs a script of tests/interop; where there is no Python, the test is skipped and says so.</summary>
internal static class Python
{
    public static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add(Path.Combine(Checkout.Root, "tests", "interop", script));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not installed; the files of other readers were not compared");
            throw;
        }
    }
}
