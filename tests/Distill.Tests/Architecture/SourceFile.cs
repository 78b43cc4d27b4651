using System.Text.RegularExpressions;

namespace Distill.Tests.Architecture;

/// <summary>One C# file, read by its text: comments and the contents of literals blanked, lines kept.</summary>
internal sealed partial class SourceFile(string path, string text)
{
    /// <summary>From the root of the checkout, with forward slashes.</summary>
    public string Path { get; } = path;

    public string Code { get; } = NotCode().Replace(text, match => Blank().Replace(match.Value, " "));

    /// <summary>The file's namespace, or an empty text.</summary>
    public string Namespace => NamespaceDeclaration().Match(Code) is { Success: true } match ? match.Groups[1].Value : "";

    /// <summary>The C# files under a folder of the checkout; generated ones live under artifacts/ and never appear.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder) =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Checkout.Root, path)))),
    ];

    /// <summary>The types that stand on their own in the namespace, in order; nested types are not among them.</summary>
    public IReadOnlyList<TypeDeclaration> Types =>
    [
        .. TypeStart().Matches(Code).Select(match => new TypeDeclaration(
            Modifiers: match.Groups["modifiers"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Kind: match.Groups["kind"].Value,
            Name: match.Groups["name"].Value,
            Line: LineOf(match.Index))),
    ];

    /// <summary>The lines where the code names what the pattern finds, each with the match's first group.</summary>
    public IEnumerable<(int Line, string Name)> Mentions(string pattern) =>
        Regex.Matches(Code, pattern).Select(match => (LineOf(match.Index), match.Groups[1].Value));

    private int LineOf(int index) => 1 + Code.AsSpan(0, index).Count('\n');

    [GeneratedRegex("""
        "{3,}[\s\S]*?"{3,} | //[^\n]* | /\*[\s\S]*?\*/ | @"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+'
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"[^\r\n]")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(
        @"^(?<modifiers>(?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe) )*)" +
        @"(?<kind>record struct|record class|class|struct|interface|enum|record|delegate [\w<>\[\]?.]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeStart();
}
