using Distill.Reports.Markup;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Temperatures;

/// <summary>Whether the chosen temperatures are better than the others by more than the seeds differ.</summary>
internal static class TemperatureTests
{
    public static Html Render(IReadOnlyList<TemperatureNetwork> networks)
    {
        List<TemperatureNetwork> tested = [.. networks.Where(network => network.Curves.Any(curve => curve.Tests.Count > 0))];
        return tested.Count == 0 ? default : Section.Of(
            "tests",
            "Is the chosen temperature better than the others?",
            Html.Of(
                $"""
                Mean test errors there less those of the setting that was chosen on held-out data: above 0 the choice is better.
                Below, the {Confidence(tested)}interval of the difference and p, both from a paired t-test over the seeds. They are
                not corrected for the number of comparisons. Bold where the interval leaves out 0.
                """),
            TemperatureTable.Of(tested, "The chosen setting against each other one", "cells", curve =>
            {
                var tests = curve.Tests.ToDictionary(test => test.Temperature);
                return point => point.Chosen ? Html.Of($"<td><em>chosen</em></td>")
                    : tests.TryGetValue(point.Temperature, out var test) ? Cell(test)
                    : Table.Dash;
            }));
    }

    private static Html Cell(SettingTest test)
    {
        var difference = NumberText.Difference(test.Difference);
        var interval = $"{NumberText.Count(test.Lower)} to {NumberText.Count(test.Upper)}";
        return Html.Of(
            $"""
            <td>{(test is { Lower: > 0 } or { Upper: < 0 } ? Html.Of($"<b>{difference}</b>") : Html.Of($"{difference}"))}
            <small>{interval}</small><small>p {NumberText.PValue(test.P)}</small></td>
            """);
    }

    private static string Confidence(List<TemperatureNetwork> networks)
    {
        var all = networks.SelectMany(network => network.Curves).SelectMany(curve => curve.Tests)
            .Select(test => test.Confidence).Distinct().Take(2).ToList();
        return all.Count == 1 ? $"{NumberText.Percent(all[0], 0)} " : "";
    }
}
