using System.Runtime.CompilerServices;

namespace Distill.Testing;

/// <summary>Compares text with a reviewed file beside the tests; a difference leaves the new text for review.</summary>
internal static class Approved
{
    public static void Matches(string name, string text, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "Approved", name + ".txt");
        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (approved == text)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        File.WriteAllText(received, text);
        Assert.Fail($"The text differs from the reviewed one. Compare, and if the new one is right: cp '{received}' '{path}'\n\n{text}");
    }
}
