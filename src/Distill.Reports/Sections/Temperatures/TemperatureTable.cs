using Distill.Reports.Markup;

namespace Distill.Reports.Sections.Temperatures;

/// <summary>The layout of tables with a row a network, or a row a network and weight on the labels, and a column a temperature.</summary>
internal static class TemperatureTable
{
    private const int MostColumns = 32;

    /// <param name="networks">The rows.</param>
    /// <param name="caption">The caption.</param>
    /// <param name="style">Class of the table.</param>
    /// <param name="cells">Makes what writes the cells of one curve.</param>
    public static Html Of(
        IReadOnlyList<TemperatureNetwork> networks,
        string caption,
        string style,
        Func<TemperatureCurve, Func<TemperaturePoint, Html>> cells)
    {
        List<double> temperatures = [.. networks
            .SelectMany(network => network.Curves).SelectMany(curve => curve.Points).Select(point => point.Temperature)
            .Distinct().Order().Take(MostColumns)];
        var rows = networks.SelectMany(network => network.Curves.Select(curve =>
        {
            var points = curve.Points.ToDictionary(point => point.Temperature);
            var cell = cells(curve);
            return Table.Row(
                Header(network, curve),
                temperatures.Select(temperature => points.TryGetValue(temperature, out var point) ? cell(point) : Table.Dash));
        }));
        return Table.Of(
            caption, $"{style} networks",
            Table.Columns(temperatures.Select(temperature => $"T = {NumberText.Short(temperature)}").Prepend("network")),
            rows);
    }

    private static Html Header(TemperatureNetwork network, TemperatureCurve curve)
    {
        var weight = curve.Weight is { } number ? Html.Of($"<small>weight {NumberText.Short(number)}</small>") : default;
        return Html.Of($"{NumberText.Unbroken(network.Name)}{weight}");
    }
}
