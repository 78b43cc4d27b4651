using System.Reflection.Metadata;
using System.Text;

namespace Distill.Packages.Tests;

public sealed class ReproducibleBuildTests
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact(Skip = LocalFeed.WhyNot, SkipUnless = nameof(LocalFeed.IsWanted), SkipType = typeof(LocalFeed))]
    public void TwoClonesGiveTheSameAssemblyAndItsSymbolsPointToTheSources()
    {
        using var folder = new TemporaryFolder();

        var first = Build(folder.File("one"));
        var second = Build(folder.File("another-place"));

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Contains("raw.githubusercontent.com/example/distill", Links(Path.ChangeExtension(first, ".pdb")), StringComparison.Ordinal);
    }

    // The smallest of the packages; all take these settings from the same file.
    private static string Build(string clone)
    {
        Dotnet.RunProgram("git", Checkout.Root, "clone", "--quiet", "--no-local", "--depth", "1", Checkout.Root, clone);
        Dotnet.RunProgram("git", clone, "remote", "set-url", "origin", "https://github.com/example/distill.git");
        Dotnet.Run(clone, "build", "src/Distill.Runs", "-c", "Release", "-v", "quiet", "-p:ContinuousIntegrationBuild=true");
        return Path.Combine(clone, "artifacts/bin/Distill.Runs/release/Distill.Runs.dll");
    }

    private static string Links(string symbols)
    {
        using var file = File.OpenRead(symbols);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(file);
        var reader = provider.GetMetadataReader();
        var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).First(entry => reader.GetGuid(entry.Kind) == SourceLink);
        return Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value));
    }
}
