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

    public LocalFeed()
    {
        Packages = Directory.CreateDirectory(Path.Combine(folder.Path, "packages")).FullName;
        foreach (var project in Projects)
        {
            Dotnet.Run(Checkout.Root, "pack", Path.Combine("src", project), "--no-build", "-c", Configuration, "-o", Packages, "-v", "quiet");
        }

        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // A cache of its own keeps these packages out of the user's; the user's serves the rest where it lies.
        File.WriteAllText(Path.Combine(folder.Path, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder.Path, "cache")}" /></config>
              <fallbackPackageFolders><clear /><add key="user" value="{cache}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="packed" value="{Packages}" /><add key="user" value="{cache}" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>The projects of src/ that are packages.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["Distill.Runs", "Distill", "Distill.Images", "Distill.Onnx", "Distill.Speech", "Distill.TorchScript", "Distill.Cli"];

    /// <summary>Where the .nupkg files lie.</summary>
    public string Packages { get; }

    /// <summary>The file that a package's identifier names.</summary>
    public string PathOf(string id) => Assert.Single(Directory.GetFiles(Packages, $"{id}.?.*.nupkg"));

    /// <summary>An empty folder in which NuGet uses this feed.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    public void Dispose() => folder.Dispose();
}
