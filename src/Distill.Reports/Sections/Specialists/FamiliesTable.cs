using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>Whether clusters of what a trained generalist confuses are the families that were planted.</summary>
internal static class FamiliesTable
{
    public static Html Render(SpecialistsResults results)
    {
        List<Html> rows = [.. new[] { results.Families, results.Scale }.OfType<ScaleResults>().Select(Row)];
        return rows.Count == 0 ? default : Section.Of(
            "families",
            "Planted families",
            Html.Of(
                $"""
                Glyph classes in families of like shapes, which the clusters do not know. The adjusted Rand index is 1 where clusters and
                families are the same division, and 0 is chance.
                """),
            Table.Of(
                "Clusters and families", "scores",
                Table.Columns("classes", "families", "generalist’s top-1", "predictions counted", "clusters of classes", "adjusted Rand index", "with specialists"), rows));
    }

    private static Html Row(ScaleResults scale) => Table.Row(
        Html.Of($"{NumberText.Count(scale.Classes)}<small>{scale.Generalist.Network}</small>"),
        Table.Cell(NumberText.Count(scale.Families)),
        Table.Cell(NumberText.Percent(scale.Generalist.Top1)),
        Table.Cell(NumberText.Count(scale.Covariance.Examples)),
        Table.Cell($"{NumberText.Count(scale.Clusters.Smallest)} to {NumberText.Count(scale.Clusters.Largest)}"),
        Table.Cell(Html.Of($"<b>{NumberText.Score(scale.Clusters.RandIndex)}</b>"), ""),
        Table.Cell(NumberText.Percent(scale.Combined.Top1)));
}
