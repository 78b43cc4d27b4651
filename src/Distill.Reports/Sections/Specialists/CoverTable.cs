using Distill.Reports.Markup;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>The paper's Table 3: what is gained where more specialists cover the true class.</summary>
internal static class CoverTable
{
    private const int MostRows = 100;

    public static Html Render(SpecialistsResults results) => results.ByCover is not { Count: > 0 } lines ? default : Section.Of(
        "cover",
        "The gain by how many specialists cover the class",
        Html.Of(
            $"""
            A specialist answers where the generalist’s most probable class is one of its own. In the paper more is gained the more of
            them cover the true class.
            """),
        Table.Of(
            "Gain by cover", "single", Table.Columns("specialists that cover the true class", "test images", "more of them right", "share of the images, 95 % interval", "relative", "paper: relative"),
            lines.Take(MostRows).Select(line => Table.Row(
                Html.Of($"{NumberText.Count(line.Cover)}"),
                Table.Cell(NumberText.Count(line.Examples)),
                Table.Cell(NumberText.Difference(line.Delta)),
                Share(line.Share),
                Table.Cell(SpecialistsText.Gain(line.Relative)),
                Table.Cell(line.Cover >= 0 ? SpecialistsText.Gain(SpecialistsPaper.ByCover[Math.Min(line.Cover, SpecialistsPaper.ByCover.Count - 1)]) : "–")))));

    private static Html Share(Interval? share) => share is not { } known ? Table.Cell("–") :
        Table.Cell(Html.Of($"{SpecialistsText.Gain(known.Estimate)}"), $"{SpecialistsText.Gain(known.Lower)} to {SpecialistsText.Gain(known.Upper)}");
}
