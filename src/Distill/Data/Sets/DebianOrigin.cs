using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// Fetches the Debian package of a set as an ordinary user: apt works in private folders, because a fresh machine has
/// no package lists and only root may write the system's; the package is unpacked, never installed.
/// </summary>
internal sealed class DebianOrigin : ISetOrigin
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ICommandRunner runner;

    /// <summary>Runs apt-get and dpkg of this machine.</summary>
    public DebianOrigin()
        : this(new CommandRunner())
    {
    }

    /// <summary>Runs them through <paramref name="runner"/>.</summary>
    public DebianOrigin(ICommandRunner runner) => this.runner = runner;

    /// <inheritdoc/>
    public string? Describe(CatalogueSet wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted.DebianPackage is null ? null : $"the Debian package {wanted.DebianPackage}";
    }

    /// <inheritdoc/>
    public void Fetch(
        CatalogueSet wanted, string folder, string scratch, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(folder);
        var work = Path.Combine(folder, "apt");
        string[] options = PrivateFolders(work);
        void Report(int step, string what) => progress?.Report(new($"fetching {wanted.Name}", step, 3, "steps", what));

        Report(0, "reading Debian's package lists");
        var update = runner.Run("apt-get", ["update", "-q", .. options], work, Limit, cancellationToken);
        Report(1, $"downloading {wanted.DebianPackage}");
        var download = runner.Run("apt-get", ["download", "-q", .. options, wanted.DebianPackage!], work, Limit, cancellationToken);
        var package = Directory.EnumerateFiles(work, "*.deb").FirstOrDefault();
        if (package is null)
        {
            // Update's own failure says more than "unable to locate package".
            throw new DistillException(LastLine(update.ExitCode != 0 ? update : download));
        }

        Report(2, "unpacking");
        var unpacked = Path.Combine(work, "unpacked");
        var unpack = runner.Run("dpkg", ["-x", package, unpacked], work, Limit, cancellationToken);
        var source = Path.Combine(unpacked, wanted.InstalledFolder!.TrimStart('/'));
        if (unpack.ExitCode != 0 || !Directory.Exists(source))
        {
            throw new DistillException($"the package does not unpack to {wanted.InstalledFolder}: {LastLine(unpack)}");
        }

        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Directory.Delete(work, recursive: true);
        Report(3, "");
    }

    private static string[] PrivateFolders(string work)
    {
        foreach (var part in (string[])["lists/partial", "cache/archives/partial", "state"])
        {
            Directory.CreateDirectory(Path.Combine(work, part));
        }

        File.WriteAllText(Path.Combine(work, "state", "status"), "");
        string[] settings =
        [
            $"Dir::State={work}/state", $"Dir::State::Lists={work}/lists", $"Dir::State::Status={work}/state/status",
            $"Dir::Cache={work}/cache", "Debug::NoLocking=1", "APT::Sandbox::User=root",
            // Descriptions in other languages and files of desktops are not needed here, and are most of the lists.
            "Acquire::Languages=none", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
            "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
            "Acquire::Retries=1", "Acquire::http::Timeout=15", "Acquire::https::Timeout=15",
        ];
        return [.. settings.SelectMany(setting => (string[])["-o", setting])];
    }

    private static string LastLine(CommandResult result)
    {
        var lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.FindLast(lines, line => line.StartsWith("E:", StringComparison.Ordinal))
            ?? (lines.Length > 0 ? lines[^1] : $"it ended with code {result.ExitCode} and said nothing");
    }
}
