namespace Distill.Documentation.Tests;

/// <summary>The Korean readme is in step with the English one in everything that is not language.</summary>
public sealed class TranslationTests
{
    private static readonly Page English = Page.At("README.md");
    private static readonly Page Korean = Page.At("README.ko.md");

    [Fact]
    public void HasTheSameHeadings()
    {
        Assert.Equal(English.Headings.Select(heading => heading.Level), Korean.Headings.Select(heading => heading.Level));
    }

    [Fact]
    public void HasTheSameBlocksButForRemarks()
    {
        Assert.Equal(English.Blocks.Select(CommandsAndCode), Korean.Blocks.Select(CommandsAndCode));
    }

    [Fact]
    public void HasTheSameLinksAndNumbers()
    {
        Assert.Equal(English.Links.Except(["README.ko.md"]), Korean.Links.Except(["README.md"]));
        Assert.Equal(English.Numbers.Order(StringComparer.Ordinal), Korean.Numbers.Order(StringComparer.Ordinal));
    }

    // A remark behind a command or a line of code is language.
    private static string CommandsAndCode(CodeBlock block) => string.Join('\n', block.Code.Split('\n').Select(line => line.Split("   ")[0].Split(" //")[0].TrimEnd()));
}
