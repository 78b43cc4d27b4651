using System.Globalization;

namespace Distill.Runs.Documents;

/// <summary>Machine, software and time as all reports write them.</summary>
internal static class MadeWith
{
    public static string Machine(MachineInfo machine) =>
        $"{machine.Processor}, {machine.Cores} cores, {NumberText.Brief(Math.Round(machine.MemoryBytes / (double)(1 << 30), 1))} GiB, {machine.OperatingSystem}";

    public static string Software(RunVersions versions)
    {
        var torchSharp = versions.TorchSharp is null ? "" : $", TorchSharp {versions.TorchSharp}";
        var libtorch = versions.Libtorch is null ? "" : $", libtorch {versions.Libtorch}";
        return $"Distill.NET {versions.Distill}, .NET {versions.DotNet}{torchSharp}{libtorch}";
    }

    /// <summary>A time with its offset.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture);
}
