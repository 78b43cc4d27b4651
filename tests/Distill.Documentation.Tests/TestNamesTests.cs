using System.Text.RegularExpressions;

namespace Distill.Documentation.Tests;

/// <summary>Every test that a page names as its proof exists.</summary>
public sealed partial class TestNamesTests
{
    private static readonly Lazy<IReadOnlySet<string>> Existing = new(() => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(file => MethodPattern().Matches(File.ReadAllText(file)).Select(method => $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups["name"].Value}"))
        .ToHashSet());

    public static TheoryData<string, string> Named =>
        [.. Page.All.SelectMany(page => In(Text(page.Path)).Distinct().Select(test => (page.Path, test)))];

    [Theory]
    [MemberData(nameof(Named))]
    public void ATestThatIsNamedExists(string page, string test) =>
        Assert.True(Existing.Value.Contains(test), $"{page} names the test {test}, and there is none.");

    [Fact]
    public void EveryMistakeHasATestAndASource()
    {
        var mistakes = Text("docs/mistakes.md").Split("\n## ").Skip(1).ToList();
        Assert.NotEmpty(mistakes);
        Assert.All(mistakes, mistake =>
        {
            Assert.True(In(mistake).Any(), $"No test is named under '{mistake.Split('\n')[0]}'.");
            Assert.True(mistake.Contains("https://github.com/", StringComparison.Ordinal), $"No source is named under '{mistake.Split('\n')[0]}'.");
        });
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Checkout.Root, page));

    private static IEnumerable<string> In(string text) => NamePattern().Matches(text).Select(match => match.Groups["test"].Value);

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\[(Fact|Theory)[^\n]*\](?:\s*\[[^\n]*\])*\s*public\s+(?:async\s+)?(?:void|Task)\s+(?<name>\w+)\(")]
    private static partial Regex MethodPattern();
}
