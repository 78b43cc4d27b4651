using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The settings tried on held-out data as a table of hard weight and temperature, better cells stronger.</summary>
internal static class HeldOutHeatMap
{
    private const int MostSettings = 16;

    public static Html Render(Comparison comparison)
    {
        if (comparison.HeldOutGrid is not { } grid)
        {
            return default;
        }

        List<double> temperatures = [.. grid.Scores.Select(score => score.Temperature).Distinct().Order().Take(MostSettings)];
        List<double> weights = [.. grid.Scores.Select(score => score.HardWeight).Distinct().Order().Take(MostSettings)];
        var settings = grid.Scores.ToDictionary(score => (score.Temperature, score.HardWeight));
        var byNll = IsByNll(grid);
        Func<HeldOutScore, double> measure = byNll ? score => score.Nll : score => score.ErrorRate;
        var strength = Strength(grid.Scores.Select(measure));

        var rows = weights.Select(weight => Table.Row(
            Html.Of($"{NumberText.Brief(weight)}"),
            temperatures.Select(temperature =>
                settings.TryGetValue((temperature, weight), out var score) ? Cell(score, strength(measure(score))) : Table.Dash)));
        return Section.Of(
            "grid",
            "Temperature and weight, chosen on held-out data",
            Html.Of(
                $"""
                By temperature and weight on the labels: error rate and NLL on
                {NumberText.Count(comparison.Dataset.HeldOutExamples)} examples that no row trains on; the test set had no part in the
                choice. Criterion: {grid.Criterion}. The stronger the colour, the better by {(byNll ? "NLL" : "error rate")}; the framed
                setting was chosen.
                """),
            Table.Of(
                "Held-out scores by temperature and weight on labels",
                "heat",
                Table.Columns(temperatures.Select(temperature => $"T = {NumberText.Brief(temperature)}").Prepend("weight")),
                rows));
    }

    // The criterion is a text for people; what it chose tells which of the two measures to colour by.
    private static bool IsByNll(HeldOutGrid grid)
    {
        var chosen = grid.Scores.Single(score => score.Chosen);
        return grid.Scores.Any(score => score.ErrorRate < chosen.ErrorRate) && grid.Scores.All(score => score.Nll >= chosen.Nll);
    }

    // 0 for the largest measure to 1 for the smallest.
    private static Func<double, double> Strength(IEnumerable<double> measures)
    {
        var measured = measures.Where(double.IsFinite).DefaultIfEmpty().ToList();
        var (best, worst) = (measured.Min(), measured.Max());
        return measure => worst > best && double.IsFinite(measure) ? (worst - measure) / (worst - best) : 0;
    }

    private static Html Cell(HeldOutScore score, double strength) => Html.Of(
        $"""
        <td{(score.Chosen ? Html.Of($" class=\"chosen\"") : default)} style="--h:{strength * 60}%">
        {NumberText.Percent(score.ErrorRate, 2)}<small>{NumberText.Score(score.Nll)}</small>{(score.Chosen ? Html.Of($"<em>chosen</em>") : default)}</td>
        """);
}
