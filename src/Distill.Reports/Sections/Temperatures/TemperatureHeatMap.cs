using Distill.Reports.Markup;

namespace Distill.Reports.Sections.Temperatures;

/// <summary>Mean test errors by network and temperature, fewer errors stronger.</summary>
internal static class TemperatureHeatMap
{
    public static Html Render(IReadOnlyList<TemperatureNetwork> networks)
    {
        var choice = networks.Any(network => network.HasChoice) ? " The framed setting was chosen on held-out data." : "";
        return networks.Count == 0 ? default : Section.Of(
            "heat",
            "Test errors by network and temperature",
            Html.Of(
                $"""
                Means of the test errors over the seeds, ± their standard deviation. The stronger the colour, the fewer errors among
                those of the same row.{choice}
                """),
            TemperatureTable.Of(networks, "Mean test errors by network and temperature", "heat", curve =>
            {
                var strength = HeatMap.Strength(curve.Points.Select(point => point.Errors.Mean));
                return point => HeatMap.Cell(Mean(point), strength(point.Errors.Mean), point.Chosen, Details(point));
            }));
    }

    private static string Mean(TemperaturePoint point) => point.Errors.Counts.Count > 0 ? NumberText.Count(point.Errors.Mean) : "–";

    private static IEnumerable<string> Details(TemperaturePoint point)
    {
        if (point.Errors.Deviation is { } deviation)
        {
            yield return $"± {NumberText.Deviation(point.Errors.Mean, deviation)}";
        }

        if (point.Stopped > 0)
        {
            yield return $"{point.Stopped} stopped";
        }
    }
}
