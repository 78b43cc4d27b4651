using System.Runtime.CompilerServices;

namespace Distill.Testing;

/// <summary>Compares text with a reviewed file; a difference leaves the new text for review.</summary>
internal static class Approved
{
    /// <summary>Compares with the file of that name in the folder Approved beside the test.</summary>
    public static void Matches(string name, string text, [CallerFilePath] string source = "") =>
        MatchesFile(Path.Combine(Path.GetDirectoryName(source)!, "Approved", name + ".txt"), name, text, text);

    /// <summary>Compares with a file that lies elsewhere.</summary>
    /// <param name="path">The reviewed file.</param>
    /// <param name="name">What to call the new text, in a folder that the texts of all tests share.</param>
    /// <param name="text">The new text.</param>
    /// <param name="shown">What a failure says of the new text.</param>
    public static void MatchesFile(string path, string name, string text, string shown)
    {
        var approved = Read(path);
        if (approved == text)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        File.WriteAllText(received, text);
        Assert.Fail($"The text differs from the reviewed one. Compare, and if the new one is right: cp '{received}' '{path}'\n\n{shown}");
    }

    /// <summary>The reviewed text; empty where there is none yet.</summary>
    public static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
}
