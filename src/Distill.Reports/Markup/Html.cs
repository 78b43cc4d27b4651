using System.Text;

namespace Distill.Reports.Markup;

/// <summary>Markup that is safe to put into the page: made from literals, with every other text escaped.</summary>
internal readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public bool IsEmpty => string.IsNullOrEmpty(markup);

    /// <summary>Markup from an interpolated string: its literal parts as they are, its values escaped.</summary>
    public static Html Of(HtmlHandler handler) => new(handler.Markup());

    /// <summary>Markup that the program carries itself; never text from a file.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts)
    {
        var builder = new StringBuilder();
        foreach (var part in parts)
        {
            builder.Append(part.markup);
        }

        return new Html(builder.ToString());
    }

    public override string ToString() => markup ?? "";
}
