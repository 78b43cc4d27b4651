using System.Text.RegularExpressions;

namespace Distill.Documentation.Tests;

/// <summary>A page of the documentation, taken apart.</summary>
internal sealed partial class Page
{
    private Page(string path, string text)
    {
        Path = path;
        Blocks = [.. BlockPattern().Matches(text).Select(match => new CodeBlock(
            match.Groups["language"].Value, match.Groups["given"].Value.Trim(), match.Groups["sample"].Value.Trim(), match.Groups["code"].Value))];
        var prose = InlineCodePattern().Replace(BlockPattern().Replace(text, ""), "");
        Links = [.. LinkPattern().Matches(prose).Select(match => match.Groups["target"].Value)];
        Headings = [.. HeadingPattern().Matches(BlockPattern().Replace(text, "")).Select(match => (match.Groups["level"].Length, match.Groups["title"].Value))];
        Numbers = [.. NumberPattern().Matches(prose).Select(match => match.Value)];
    }

    /// <summary>All pages that are written for people: the readmes and docs/.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.GetFiles(Checkout.Root, "*.md")
            .Concat(Directory.GetFiles(System.IO.Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetDirectories(System.IO.Path.Combine(Checkout.Root, "src")).SelectMany(project => Directory.GetFiles(project, "README.md")))
            .Order(StringComparer.Ordinal)
            .Select(path => new Page(System.IO.Path.GetRelativePath(Checkout.Root, path), File.ReadAllText(path))),
    ];

    /// <summary>From the root of the checkout.</summary>
    public string Path { get; }

    /// <summary>The fenced blocks in their order.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>Where links and pictures lead.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>Levels and titles of the headings.</summary>
    public IReadOnlyList<(int Level, string Title)> Headings { get; }

    /// <summary>The numbers in the prose and tables, as they are written.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>The page at a path from the root of the checkout.</summary>
    public static Page At(string path) => All.Single(page => page.Path == path);

    public override string ToString() => Path;

    [GeneratedRegex(@"(<!--\s*given:(?<given>.*?)-->\s*|<!--\s*sample:(?<sample>.*?)-->\s*)?^```(?<language>\w*)[^\n]*\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCodePattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^(?<level>#+) (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"\d[\d,.]*\d|\d")]
    private static partial Regex NumberPattern();
}
