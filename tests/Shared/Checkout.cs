namespace Distill.Testing;

/// <summary>The checkout that this test assembly was built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

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
