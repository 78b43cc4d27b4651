using Distill.Reports.Images;
using Distill.Reports.Markup;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>Neighbouring samples of a document under each other, each with its picture beside its table.</summary>
internal static class DocumentSamples
{
    public static Html Render(IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
        {
            return default;
        }

        var picked = TemperaturePicker.Serves(samples);
        return Html.Of(
            $"""
            <div class="samples">{(picked ? TemperaturePicker.Of(samples[0].Temperatures) : default)}{samples.Select(sample => Article(sample, picked))}</div>
            """);
    }

    private static Html Article(Sample sample, bool picked)
    {
        var table = sample.Answers;
        var soft = picked ? sample.Temperatures.Count : 0;
        List<Html> columns = [.. table.Columns.Select(name => Html.Of($"{name}"))];
        if (picked)
        {
            columns = [columns[0], TemperaturePicker.Chosen(columns.Skip(1).Take(soft)), .. columns.Skip(1 + soft)];
        }

        return Html.Of(
            $"""
            <article class="sample card">
            <header>{Picture.Of(sample.Image, $"Test image of class {sample.Name}")}<p><b>{sample.Name}</b><small>true class{(sample.Why.Length > 0 ? Html.Of($"; {sample.Why}") : default)}</small></p></header>
            <div class="wide" style="--n:{columns.Count - 1}" tabindex="0">
            <table><caption>{table.Caption}</caption>
            <colgroup><col class="class"/>{columns.Skip(1).Select(_ => Html.Of($"<col/>"))}</colgroup>
            <thead><tr>{columns.Select(Sections.Table.Column)}</tr></thead>
            <tbody>
            {table.Rows.Select(row => DocumentTable.BarRow(row, soft))}</tbody></table>
            </div>
            </article>

            """);
    }
}
