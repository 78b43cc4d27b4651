using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>How the gain depends on the number of specialists and on their size.</summary>
internal static class SpecialistNumbers
{
    private const int MostRows = 100;

    public static Html Render(SpecialistsResults results)
    {
        var plot = Plot(results.BySpecialists ?? []);
        var table = results.Sizes is not { Count: > 0 } sizes ? default : Table.Of(
            $"Number and size, on {NumberText.Count(results.HeldOutExamples)} held-out images, one seed", "single",
            Table.Columns("specialists", "classes each", "passes", "top-1", "gain", "active", "epochs of each", "of all"),
            sizes.Take(MostRows).Select(trial => Table.Row(
                Html.Of($"{NumberText.Count(trial.Specialists)}"),
                Table.Cell(trial.ClassesEach is { } each ? NumberText.Count(each) : "partition"),
                Table.Cell(NumberText.Count(trial.Passes)),
                Table.Cell(NumberText.Percent(trial.Top1, 2)),
                Table.Cell(SpecialistsText.Gain(trial.Relative)),
                Table.Cell(NumberText.Rounded(Math.Round(trial.Active, 2))),
                Table.Cell(NumberText.Rounded(Math.Round(trial.EpochsEach, 2))),
                Table.Cell(NumberText.Rounded(Math.Round(trial.Epochs, 2))))));
        return Section.Of(
            "numbers",
            "Number and size of specialists",
            Html.Of($"The time of a specialist is told in passes over all training images; a generalist took {NumberText.Rounded(results.GeneralistEpochs ?? 0)}."),
            Html.Of($"{plot}{table}"));
    }

    private static Html Plot(IReadOnlyList<CountGain> gains)
    {
        var points = gains.Prepend(new CountGain(0, 0, 0)).Select(gain => ((double)gain.Count, 100 * gain.Relative)).ToList();
        var drawing = gains.Count == 0 ? default : LinePlot.Draw(
            [new PlotLine(1, points)],
            $"Relative gain over the number of specialists; all {NumberText.Count(gains[^1].Count)} give {SpecialistsText.Gain(gains[^1].Relative)}.",
            "specialists",
            percent => NumberText.Rounded(percent) + " %");
        return drawing.IsEmpty ? default : Html.Of(
            $"""<div class="plots"><figure class="card"><figcaption>Relative gain of the first so many specialists, on the test images</figcaption>{drawing}</figure></div>""");
    }
}
