using Distill.Reports.Markup;
using Distill.Reports.Plots;

namespace Distill.Reports.Sections.Temperatures;

/// <summary>Test errors over temperature: a plot a network, a curve a weight on the labels.</summary>
internal static class TemperaturePlots
{
    public static Html Render(IReadOnlyList<TemperatureNetwork> networks)
    {
        var weights = networks.SelectMany(network => network.Curves).Where(curve => curve.Weight is not null)
            .DistinctBy(curve => curve.Style)
            .Select(curve => (curve.Style, $"weight {NumberText.Short(curve.Weight!.Value)} on the labels"))
            .ToList();
        var legend = weights.Count > 0 ? RowStyle.Legend(weights) : default;
        var plots = Html.Join(networks.Select(Plot));
        var ring = networks.Any(network => network.HasChoice) ? " The ring marks the setting that held-out data chose." : "";
        return plots.IsEmpty ? default : Section.Of(
            "temperatures",
            "Test errors over temperature",
            Html.Of(
                $"""
                A pale dot is one student, trained from one seed; the line goes through the means, and a bar reaches one standard
                deviation of the seeds to both sides. Temperatures are on a logarithmic axis; each plot has its own scale of
                errors, which does not start at 0.{ring}
                """),
            Html.Of($"""{legend}<div class="{(networks.Count == 4 ? "plots pairs" : "plots")}">{plots}</div>"""));
    }

    private static Html Plot(TemperatureNetwork network)
    {
        var means = network.Curves.Select(curve =>
        {
            var points = curve.Points.Select(point => $"T = {NumberText.Short(point.Temperature)}: {point.Errors.Text}");
            var weight = curve.Weight is { } number ? $"weight {NumberText.Short(number)}, " : "";
            return weight + string.Join("; ", points);
        });
        var plot = SeedPlot.Draw(
            network.Curves.Select(curve => new SeedCurve(
                curve.Style, [.. curve.Points.Select(point => new SeedPoint(point.Temperature, point.Errors, point.Chosen))])),
            $"Mean test errors of {network.Name} over temperature. {string.Join(". ", means)}.",
            "temperature T");
        var name = NumberText.Unbroken(network.Name);
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{name}</figcaption>{plot}</figure>""");
    }
}
