using System.Reflection;

namespace Distill.Runs;

/// <summary>The software that a run was made with.</summary>
/// <param name="Distill">Version of Distill.NET.</param>
/// <param name="DotNet">Version of the .NET runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp, or null where the run used no tensors.</param>
/// <param name="Libtorch">Version of libtorch, or null where the run used no tensors.</param>
internal sealed record RunVersions(string Distill, string DotNet, string? TorchSharp = null, string? Libtorch = null)
{
    /// <summary>The versions of this process; this project knows nothing of tensors, so the caller names theirs.</summary>
    public static RunVersions Current(string? torchSharp = null, string? libtorch = null) =>
        new(InformationalVersion().Split('+')[0], Environment.Version.ToString(), torchSharp, libtorch);

    /// <summary>The commit that Distill.NET was built from, or null where the build did not record one.</summary>
    public static string? Commit =>
        InformationalVersion().Split('+') is [_, var commit, ..] ? commit : null;

    private static string InformationalVersion() =>
        typeof(RunVersions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown";
}
