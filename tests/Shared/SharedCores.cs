using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distill.Testing;

/// <summary>
/// Tests run beside each other, so libtorch has one thread in each process, here and in those that tests start, and gives its core away as
/// soon as it waits. With more threads every operation lasts until the last one of them got a core: on two cores, tests of experiments that
/// take 34 s alone took 375 s beside other assemblies. What users have set for themselves takes precedence.
/// </summary>
internal static class SharedCores
{
    private static readonly (string Name, string Value)[] Settings = [("OMP_WAIT_POLICY", "PASSIVE"), ("OMP_NUM_THREADS", "1")];

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "libtorch reads it when the first test makes a tensor.")]
    internal static void Share()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var (name, value) in Settings.Where(setting => Environment.GetEnvironmentVariable(setting.Name) is null))
        {
            // .NET's change reaches processes that are started, and libc's the libraries of this one.
            Environment.SetEnvironmentVariable(name, value);
            _ = SetEnvironment(name, value, 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int replace);
}
