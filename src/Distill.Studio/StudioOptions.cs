using System.Net;
using Distill.Runs;

namespace Distill.Studio;

/// <summary>Where the studio looks for runs, and where it can be reached.</summary>
internal sealed record StudioOptions
{
    /// <summary>The folder with runs; nothing outside of it is shown.</summary>
    public required string Folder { get; init; }

    /// <summary>The address or host name to listen at; null for this machine alone. Anything else needs <see cref="Token"/>.</summary>
    public string? Host { get; init; }

    /// <summary>The port; 0 takes one that is free.</summary>
    public int Port { get; init; }

    /// <summary>What a browser must know; null where none is asked for, which only this machine's own address allows.</summary>
    public string? Token { get; init; }

    /// <summary>The command line's program, with what comes before its verb, by which runs are resumed; null where none are.</summary>
    public IReadOnlyList<string>? Program { get; init; }

    /// <summary>Whether only programs on this machine reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address());

    /// <summary>The address to listen at.</summary>
    /// <exception cref="DistillException">The host is not one of this machine's names or addresses.</exception>
    public IPAddress Address()
    {
        if (Host is null || Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(Host.Trim('[', ']'), out var address))
        {
            return address;
        }

        try
        {
            return Dns.GetHostAddresses(Host) is [var first, ..] ? first : throw Unknown(null);
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or ArgumentException)
        {
            throw Unknown(error);
        }
    }

    private DistillException Unknown(Exception? error) =>
        new($"'{Host}' is no address of this machine. Give one, such as 0.0.0.0 for all of them, or leave it out for this machine alone.", error);
}
