namespace Distill.Documentation.Tests;

/// <summary>Every link to a file of the checkout leads somewhere, and so does the anchor behind it.</summary>
public sealed class LinkTests
{
    public static TheoryData<string, string> Links =>
        [.. Page.All.SelectMany(page => page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)).Distinct().Select(link => (page.Path, link)))];

    [Theory]
    [MemberData(nameof(Links))]
    public void ALinkLeadsSomewhere(string page, string link)
    {
        var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = file.Length == 0 ? page : Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Path.Combine(Checkout.Root, Path.GetDirectoryName(page)!, file)));

        Assert.True(Path.Exists(Path.Combine(Checkout.Root, target)), $"{page} links to {link}, and there is no {target}.");
        if (anchor is not null)
        {
            Assert.Contains(anchor, Page.At(target).Headings.Select(heading => AnchorOf(heading.Title)));
        }
    }

    private static string AnchorOf(string title) =>
        new([.. title.ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-').Select(character => character == ' ' ? '-' : character)]);
}
