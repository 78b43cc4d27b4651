using Distill.Reports.Images;
using Distill.Reports.Markup;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>Neighbouring samples of a document under each other, each with its picture beside its table.</summary>
internal static class DocumentSamples
{
    public static Html Render(IReadOnlyList<Sample> samples) =>
        samples.Count == 0 ? default : Html.Of($"""<div class="samples">{samples.Select(Article)}</div>""");

    private static Html Article(Sample sample)
    {
        var table = sample.Answers;
        return Html.Of(
            $"""
            <article class="sample card">
            <header>{Image(sample)}<p><b>{sample.Name}</b><small>true class</small></p></header>
            <div class="wide" style="--n:{table.Columns.Count - 1}" tabindex="0">
            <table><caption>{table.Caption}</caption>
            <colgroup><col class="class"/>{table.Columns.Skip(1).Select(_ => Html.Of($"<col/>"))}</colgroup>
            <thead><tr>{Sections.Table.Columns(table.Columns)}</tr></thead>
            <tbody>
            {table.Rows.Select(DocumentTable.BarRow)}</tbody></table>
            </div>
            </article>

            """);
    }

    private static Html Image(Sample sample) => sample.Image is not { } image ? default : Html.Of(
        $"""
        <img src="{Html.Trusted(PngImage.DataUri(image))}"
         width="{image.Width}" height="{image.Height}" alt="Test image of class {sample.Name}"/>
        """);
}
