using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Tests.Data.Sets;

public sealed class DebianOriginTests
{
    [Fact]
    public void UpdatesDownloadsAndUnpacksInPrivateFolders()
    {
        using var folder = new TemporaryFolder();
        var system = new Machine((program, arguments, work) =>
        {
            if (arguments[0] == "download")
            {
                File.WriteAllText(Path.Combine(work, "dataset.deb"), "");
            }
            else if (program == "dpkg")
            {
                var installed = Directory.CreateDirectory(arguments[2] + "/usr/share/datasets/fashion-mnist").FullName;
                File.WriteAllText(Path.Combine(installed, "train.gz"), "content");
            }

            return new(0, "");
        });

        Fetch(folder, system);

        Assert.Equal(["apt-get update", "apt-get download", "dpkg -x"], system.Calls);
        Assert.Equal(["train.gz"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.All(["Dir::State::Lists=", "Dir::Cache=", "Dir::State::Status="], setting =>
            Assert.Contains(system.Settings, s => s.StartsWith(setting + folder.Path, StringComparison.Ordinal)));
    }

    [Fact]
    public void SaysWhyThereIsNoPackage()
    {
        using var folder = new TemporaryFolder();
        var offline = new Machine((_, arguments, _) => arguments[0] == "update"
            ? new(100, "Err:1 http://deb.debian.org\nE: Could not resolve 'deb.debian.org'\nW: Some index files failed")
            : new(100, "E: Unable to locate package dataset-fashion-mnist"));

        Assert.Equal("E: Could not resolve 'deb.debian.org'", Assert.Throws<DistillException>(() => Fetch(folder, offline)).Message);
    }

    [Fact]
    public void OtherSetsAndSystemsAreNotItsBusiness()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(new DebianOrigin().Describe(Catalogue.Find("mnist")));

        var windows = new CommandRunner().Run("no-such-program-here", [], folder.Path, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(-1, windows.ExitCode);
        Assert.Contains("no-such-program-here does not run here", windows.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AProgramIsStoppedAtItsLimit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sleep");
        var result = new CommandRunner().Run("sleep", ["60"], "/", TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        Assert.Equal(-1, result.ExitCode);
        Assert.Contains("did not finish", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AProgramsOutputIsKept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        var result = new CommandRunner().Run("sh", ["-c", "echo out; echo err >&2; exit 3"], "/", TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(["err", "out"], result.Output.Split('\n').Order());
    }

    private static void Fetch(TemporaryFolder folder, Machine system) => new DebianOrigin(system).Fetch(
        Catalogue.Find("fashion-mnist"), folder.Path, folder.Path, null, TestContext.Current.CancellationToken);

    private sealed class Machine(Func<string, IReadOnlyList<string>, string, CommandResult> answer) : ICommandRunner
    {
        public List<string> Calls { get; } = [];

        public List<string> Settings { get; } = [];

        public CommandResult Run(
            string program, IReadOnlyList<string> arguments, string workingFolder, TimeSpan limit, CancellationToken cancellationToken)
        {
            Calls.Add($"{program} {arguments[0]}");
            Settings.AddRange(arguments);
            return answer(program, arguments, workingFolder);
        }
    }
}
