using System.Text.RegularExpressions;

namespace Distill.Tests.Architecture;

/// <summary>The library does not know by what options another program sets its properties.</summary>
public sealed partial class OptionNamesTests
{
    public static TheoryData<string> Libraries => ["Distill", "Distill.Images", "Distill.Onnx", "Distill.Speech", "Distill.Text", "Distill.TorchScript"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void NoTextOfTheLibraryNamesTheCommandLine(string project)
    {
        var mentions = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => File.ReadLines(path).Select((line, number) => (path, line, number)))
            .Where(place => NamesTheCommandLine(place.line))
            .Select(place => $"{Path.GetRelativePath(Checkout.Root, place.path)}({place.number + 1}): {place.line.Trim()}");

        Violations.AssertNone(mentions);
    }

    [Theory]
    [InlineData("throw new DistillException($\"say it (--teacher-size)\");", true)]
    [InlineData("return \"Make them with `distill label`.\";", true)]
    [InlineData("return \"--json\";", true)]
    [InlineData("i--; text = \"a -- b\";", false)]
    [InlineData("/// <c>--verbose</c> of \"distill label\"", false)]
    public void OptionsAndVerbsAreFound(string line, bool found) => Assert.Equal(found, NamesTheCommandLine(line));

    private static bool NamesTheCommandLine(string line) =>
        !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Literal().Matches(line).Any(literal => Named().IsMatch(literal.Value));

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex(@"--[a-z]|[`']distill [a-z]")]
    private static partial Regex Named();
}
