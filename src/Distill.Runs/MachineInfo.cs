using System.Runtime.InteropServices;

namespace Distill.Runs;

/// <summary>The machine that a run was made on.</summary>
/// <param name="OperatingSystem">For example "Debian GNU/Linux 12 (bookworm)".</param>
/// <param name="Processor">The processor's model as the system names it, or its architecture where it does not.</param>
/// <param name="Cores">Logical processors that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use, in bytes; a container's limit where there is one.</param>
internal sealed record MachineInfo(string OperatingSystem, string Processor, int Cores, long MemoryBytes)
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>The machine of this process.</summary>
    public static MachineInfo Current() => new(
        RuntimeInformation.OSDescription,
        ProcessorModel(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static string ProcessorModel()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString();
        if (!System.OperatingSystem.IsLinux() || !File.Exists(LinuxProcessors))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? architecture;
        }

        var line = File.ReadLines(LinuxProcessors)
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[^1].Trim() ?? architecture;
    }
}
