namespace Distill.Tests.Architecture;

/// <summary>The sources that this test assembly was built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files under a folder of the checkout; generated ones live under artifacts/ and never appear.</summary>
    public static IReadOnlyList<SourceFile> SourcesUnder(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Distill.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Distill.slnx above {AppContext.BaseDirectory}.");
    }
}
