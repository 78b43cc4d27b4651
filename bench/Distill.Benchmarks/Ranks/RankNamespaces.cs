using System.ComponentModel;
using System.Diagnostics;

namespace Distill.Benchmarks.Ranks;

/// <summary>Two network namespaces of Linux behind a bridge, each a host to MPI. It takes root.</summary>
internal sealed class RankNamespaces : IDisposable
{
    private static readonly string Name = FormattableString.Invariant($"dr{Environment.ProcessId % 10_000}");
    private static readonly string Net = FormattableString.Invariant($"10.84.{Environment.ProcessId % 250}");

    private readonly string agent = Path.Combine(Path.GetTempPath(), $"{Name}-agent");

    private RankNamespaces()
    {
    }

    /// <summary>The options by which mpirun starts a rank in each.</summary>
    public IReadOnlyList<string> Options =>
    [
        "-H", $"{Net}.1,{Net}.2", "--mca", "plm_rsh_agent", agent,
        "--mca", "btl_tcp_if_include", $"{Net}.0/24", "--mca", "oob_tcp_if_include", $"{Net}.0/24",
    ];

    /// <summary>Makes them; null where that is not allowed.</summary>
    public static RankNamespaces? Make()
    {
        var made = new RankNamespaces();
        if (made.Build())
        {
            return made;
        }

        made.Dispose();
        return null;
    }

    public void Dispose()
    {
        foreach (var host in (int[])[1, 2])
        {
            Succeeds("ip", "netns", "delete", $"{Name}-{host}");
        }

        Succeeds("ip", "link", "delete", Name);
        File.Delete(agent);
    }

    private bool Build()
    {
        // What mpirun calls in place of ssh: the host, and a command of the shell.
        File.WriteAllText(agent, $$"""
            #!/bin/sh
            host=${1##*.}; shift
            exec nsenter --net="/run/netns/{{Name}}-$host" unshare --uts sh -c "hostname rank-$host; $*"

            """);
        return Succeeds("chmod", "700", agent)
            && Succeeds("ip", "link", "add", Name, "type", "bridge") && Succeeds("ip", "address", "add", $"{Net}.254/24", "dev", Name)
            && Succeeds("ip", "link", "set", Name, "up") && HasHost(1) && HasHost(2);
    }

    private static bool HasHost(int host)
    {
        var (space, link) = ($"{Name}-{host}", $"{Name}.{host}");
        return Succeeds("ip", "netns", "add", space) && Succeeds("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", space)
            && Succeeds("ip", "link", "set", link, "master", Name, "up") && Succeeds("ip", "-n", space, "address", "add", $"{Net}.{host}/24", "dev", "eth0")
            && Succeeds("ip", "-n", space, "link", "set", "eth0", "up") && Succeeds("ip", "-n", space, "link", "set", "lo", "up");
    }

    private static bool Succeeds(params string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
