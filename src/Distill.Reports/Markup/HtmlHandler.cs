using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Distill.Reports.Markup;

/// <summary>Builds <see cref="Html"/> from an interpolated string, so that forgetting to escape is not possible.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder builder = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => builder.Append(literal);

    public void AppendFormatted(string? text) => EscapedText.Append(builder, text);

    public void AppendFormatted(Html html) => builder.Append(html.ToString());

    public void AppendFormatted(IEnumerable<Html> parts) => builder.Append(Html.Join(parts).ToString());

    public void AppendFormatted(long number) => builder.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate or a length; people's numbers are formatted by <see cref="NumberText"/>.</summary>
    public void AppendFormatted(double number) =>
        builder.Append(double.IsFinite(number) ? Math.Round(number, 2).ToString(CultureInfo.InvariantCulture) : "0");

    public string Markup() => builder.ToString();
}
