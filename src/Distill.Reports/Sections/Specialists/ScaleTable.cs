using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>What section 5 takes at the paper's size: measured, and reckoned for as many examples as the paper has.</summary>
internal static class ScaleTable
{
    private const int MostRows = 40;
    private const double Gibibyte = 1 << 30;

    public static Html Render(ScaleResults? scale) => scale is null ? default : Section.Of(
        "scale",
        $"{NumberText.Count(scale.Classes)} classes",
        Html.Of(
            $"""
            Glyphs in {NumberText.Count(scale.Families)} planted families, {scale.Generalist.Network}: {NumberText.Percent(scale.Generalist.Top1)} of
            {NumberText.Count(scale.Generalist.TestExamples)} test images right, {NumberText.Percent(scale.Combined.Top1)} with
            {NumberText.Count(scale.Combined.Trained)} specialists. The process never had more than
            {NumberText.Rounded(Math.Round(scale.PeakBytes / Gibibyte, 2))} GiB, of which the covariance takes {NumberText.Rounded(Math.Round(scale.Covariance.Bytes / Gibibyte, 2))},
            however many examples there are. Times are of processors, all cores together.
            """),
        Table.Of(
            $"Reckoned for {NumberText.Count(scale.TargetExamples)} examples", "single",
            Table.Columns("stage", "examples measured", "core seconds", "examples a core second", "reckoning", "core hours"),
            scale.Stages.Take(MostRows).Select(stage => Table.Row(
                Html.Of($"{stage.Name}"),
                Table.Cell(stage.Examples is { } examples ? NumberText.Count(examples) : "–"),
                Table.Cell(NumberText.Rounded(stage.CoreSeconds)),
                Table.Cell(stage.PerCoreSecond is { } rate ? NumberText.Rounded(rate) : "–"),
                Table.Cell(stage.Formula),
                Table.Cell(NumberText.Rounded(stage.CoreHours))))));
}
