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
        var chosen = grid.Scores.Single(score => score.Chosen);
        var byNll = grid.Scores.Any(score => score.ErrorRate < chosen.ErrorRate) && grid.Scores.All(score => score.Nll >= chosen.Nll);
        Func<HeldOutScore, double> measure = byNll ? score => score.Nll : score => score.ErrorRate;
        var measured = grid.Scores.Select(measure).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (best, worst) = (measured.Min(), measured.Max());
        var settings = grid.Scores.ToDictionary(score => (score.Temperature, score.HardWeight));

        var head = Html.Of(
            $"""<tr><th scope="col">weight on labels</th>{temperatures.Select(temperature => Html.Of($"""<th scope="col">T = {NumberText.Short(temperature)}</th>"""))}</tr>""");
        var rows = weights.Select(weight => Html.Of(
            $"""
            <tr><th scope="row">{NumberText.Short(weight)}</th>{temperatures.Select(temperature => settings.TryGetValue((temperature, weight), out var score) ? Cell(score, worst > best ? (worst - measure(score)) / (worst - best) : 0) : Html.Of($"<td>–</td>"))}</tr>

            """));
        return Section.Of(
            "grid",
            "Temperature and weight, chosen on held-out data",
            Html.Of($"Error rate and NLL on {NumberText.Count(comparison.Dataset.HeldOutExamples)} examples that no row trains on; the test set had no part in the choice. Criterion: {grid.Criterion}. The stronger the colour, the better by {(byNll ? "NLL" : "error rate")}; the framed setting was chosen."),
            Section.Table("Held-out scores by temperature and weight on labels", head, rows, "heat"));
    }

    private static Html Cell(HeldOutScore score, double strength) => Html.Of(
        $"""<td{(score.Chosen ? Html.Of($" class=\"chosen\"") : default)} style="--h:{(double.IsFinite(strength) ? strength : 0) * 60}%">{NumberText.Percent(score.ErrorRate, 2)}<small>{NumberText.Score(score.Nll)}</small>{(score.Chosen ? Html.Of($"<em>chosen</em>") : default)}</td>""");
}
