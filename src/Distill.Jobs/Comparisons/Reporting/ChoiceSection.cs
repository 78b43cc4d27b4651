using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The settings tried on held-out data as a table of hard weight and temperature, better cells stronger.</summary>
internal static class ChoiceSection
{
    public static Section Of(Comparison comparison)
    {
        const string id = "grid", title = "Temperature and weight, chosen on held-out data";
        if (comparison.HeldOutGrid is not { } grid)
        {
            return new Section(id, title, "", []);
        }

        List<double> temperatures = [.. grid.Scores.Select(score => score.Temperature).Distinct().Order()];
        List<double> weights = [.. grid.Scores.Select(score => score.HardWeight).Distinct().Order()];
        var settings = grid.Scores.ToDictionary(score => (score.Temperature, score.HardWeight));
        var byNll = IsByNll(grid);
        Func<HeldOutScore, double> measure = byNll ? score => score.Nll : score => score.ErrorRate;
        var strength = Strength(grid.Scores.Select(measure));
        return new Section(
            id,
            title,
            $"By temperature and weight on the labels: error rate and NLL on {NumberText.Count(comparison.Dataset.HeldOutExamples)} examples that no row trains "
            + "on. Their labels count as labels of the rows with a teacher; the test set had no part in the choice. Criterion: "
            + $"{grid.Criterion}. The stronger the colour, the better by {(byNll ? "NLL" : "error rate")}; the framed setting was chosen.",
            [
                new Table(
                    "Held-out scores by temperature and weight on labels",
                    ["weight", .. temperatures.Select(temperature => $"T = {NumberText.Brief(temperature)}")],
                    [
                        .. weights.Select(weight => (IReadOnlyList<Cell>)
                        [
                            Cell.Of(NumberText.Brief(weight)),
                            .. temperatures.Select(temperature => settings.TryGetValue((temperature, weight), out var score)
                                ? Cell.Of(new Measure(score.ErrorRate, Unit.Share), NumberText.Score(score.Nll)) with
                                {
                                    Chosen = score.Chosen,
                                    Strength = strength(measure(score)),
                                }
                                : Cell.Empty),
                        ]),
                    ],
                    TableKind.Heat),
            ]);
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
}
