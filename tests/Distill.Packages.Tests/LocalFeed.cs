[assembly: AssemblyFixture(typeof(Distill.Packages.Tests.LocalFeed))]

namespace Distill.Packages.Tests;

/// <summary>
/// All packages of this checkout, packed once into a folder outside of it, with a configuration for NuGet that knows
/// that folder and, in place of the network, the packages that the checkout itself was restored with.
/// </summary>
public sealed class LocalFeed : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name.StartsWith("debug", StringComparison.Ordinal) ? "Debug" : "Release";
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> packages;

    public LocalFeed() => packages = new(Pack);

    /// <summary>Why the tests of packages are left out.</summary>
    public const string WhyNot = "Packages are packed, installed and built again where CI=true, which takes minutes.";

    /// <summary>Whether packages are tested.</summary>
    public static bool IsWanted => Machine.IsForTests;

    /// <summary>Where the .nupkg files lie. Tests that ask for no package do not wait for them.</summary>
    public string Packages => packages.Value;

    /// <summary>The file that a package's identifier names.</summary>
    public string PathOf(string id) => Assert.Single(Directory.GetFiles(Packages, $"{id}.?.*.nupkg"));

    /// <summary>An empty folder in which NuGet uses this feed.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Packages)!, name)).FullName;

    public void Dispose() => folder.Dispose();

    private string Pack()
    {
        var packed = Directory.CreateDirectory(Path.Combine(folder.Path, "packages")).FullName;
        Dotnet.Run(Checkout.Root, "pack", "--no-build", "-c", Configuration, "-o", packed, "-v", "quiet");

        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // A cache of its own keeps these packages out of the user's; the user's serves the rest where it lies.
        File.WriteAllText(Path.Combine(folder.Path, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder.Path, "cache")}" /></config>
              <fallbackPackageFolders><clear /><add key="user" value="{cache}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="packed" value="{packed}" /><add key="user" value="{cache}" /></packageSources>
            </configuration>
            """);
        return packed;
    }
}
