using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distill.Testing;

/// <summary>
/// Tests run beside each other, so libtorch's threads give their core away as soon as they wait, here and in processes that tests
/// start. It takes precedence over the library's own setting, whose cost on idle cores matters to users alone.
/// </summary>
internal static class SharedCores
{
    private const string Policy = "OMP_WAIT_POLICY";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "libtorch reads it when the first test makes a tensor.")]
    internal static void Share()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Policy) is null)
        {
            // .NET's change reaches processes that are started, and libc's the libraries of this one.
            Environment.SetEnvironmentVariable(Policy, "PASSIVE");
            _ = SetEnvironment(Policy, "PASSIVE", 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int replace);
}
