using Distill.Runs.Documents;
using Distill.Runs.Results;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>Students over temperature in a document: a plot a network, their means, and tests of the chosen temperatures.</summary>
internal static class TemperatureSections
{
    private const int LabelsColour = 5, TeacherColour = 6;

    /// <summary>The sections; those that have nothing to show are without blocks.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="more">What else readers of plots and means should know, in a sentence; empty for nothing.</param>
    public static IEnumerable<Section> Of(IReadOnlyList<TemperatureNetwork> networks, string more = "")
    {
        var chosen = networks.Any(network => network.Curves.Any(curve => curve.Points.Any(point => point.Chosen)));
        yield return new Section(
            "temperatures",
            "Test errors over temperature",
            "A pale dot is one student, trained from one seed; the line goes through the means, and a bar reaches one standard deviation of the seeds to both "
            + "sides. Temperatures are on a logarithmic axis; each plot has its own scale of errors, which does not start at 0."
            + $"{(chosen ? " The ring marks the setting that held-out data chose." : "")} {more}".TrimEnd(),
            [.. networks.Select(Plot).Where(plot => plot.Series.Count > 0)]);
        yield return new Section(
            "heat",
            "Test errors by network and temperature",
            "Means of the test errors over the seeds, ± their standard deviation. The stronger the colour, the fewer errors among those of the same row."
            + $"{(chosen ? " The framed setting was chosen on held-out data." : "")} {more}".TrimEnd(),
            Table(networks, "Mean test errors by network and temperature", TableKind.Heat, Means, network => Cell.Of(Measure.Of(network.Labels) is { } mean ? mean with { Seeds = null } : null)));
        yield return new Section(
            "tests",
            "Is the chosen temperature better than the others?",
            "Mean test errors there less those of the setting that was chosen on held-out data: above 0 the choice is better. Below, the interval of the "
            + "difference and p, both from a paired t-test over the seeds. They are not corrected for the number of comparisons. Bold where the interval "
            + "leaves out 0.",
            Table(
                [.. networks.Where(network => network.Curves.Any(curve => curve.Tests.Count > 0))],
                "The chosen setting against each other one", TableKind.Wide, curve => point => Difference(curve, point), network => Difference(network.AgainstLabels)));
    }

    private static Plot Plot(TemperatureNetwork network)
    {
        List<TemperatureCurve> curves = [.. network.Curves
            .Select(curve => curve with { Points = [.. curve.Points.Where(point => point.Errors.Count > 0)] })
            .Where(curve => curve.Points.Count > 0)];
        var means = curves.Select(curve =>
            (curve.Weight is { } weight ? $"Weight {NumberText.Brief(weight)}, " : "")
            + string.Join("; ", curve.Points.Select(point => $"{At(point.Temperature)}: {point.Mean!.Text}")));
        List<double> ends = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Temperature)];
        var levels = ends.Count == 0 ? [] : Levels(network).ToList();
        return new Plot(
            network.Name,
            $"Mean test errors. {string.Join(". ", [.. means, .. levels.Select(level => $"{level.Name}: {level.Mean.Text}")])}.",
            "temperature T",
            Unit.Count,
            [
                .. curves.Select(curve => new Series(
                    curve.Weight is { } weight ? $"weight {NumberText.Brief(weight)} on the labels" : "",
                    curve.Colour,
                    [.. curve.Points.Select(point => new Point(point.Temperature, [.. point.Errors.Select(count => (double)count)], point.Chosen))])),
                .. levels.Select(level => new Series(
                    level.Name, level.Colour, [.. new[] { ends.Min(), ends.Max() }.Distinct().Select(temperature => new Point(temperature, [level.Mean.Value]))])),
            ])
        {
            BySeed = true,
        };
    }

    // What has no temperature is a line from end to end.
    private static IEnumerable<(string Name, int Colour, Measure Mean)> Levels(TemperatureNetwork network)
    {
        if (Measure.Of(network.Labels) is { } labels)
        {
            yield return ("Labels alone", LabelsColour, labels with { Seeds = null });
        }

        if (network.Teacher is { } teacher)
        {
            yield return ("Teacher", TeacherColour, new Measure(teacher, Unit.Count));
        }
    }

    // A row a curve, a column a temperature, and the last what labels alone give.
    private static IReadOnlyList<Block> Table(
        IReadOnlyList<TemperatureNetwork> networks, string caption, TableKind kind,
        Func<TemperatureCurve, Func<TemperaturePoint, Cell>> cells, Func<TemperatureNetwork, Cell> labels)
    {
        var control = networks.Any(network => network.Labels.Count > 0);
        List<double> temperatures = [.. networks
            .SelectMany(network => network.Curves).SelectMany(curve => curve.Points).Select(point => point.Temperature).Distinct().Order()];
        return temperatures.Count == 0 ? [] :
        [
            new Table(
                caption,
                ["network", .. temperatures.Select(At), .. control ? ["labels alone"] : Array.Empty<string>()],
                [
                    .. networks.SelectMany(
                        network => network.Curves,
                        (network, curve) => (IReadOnlyList<Cell>)[.. Row(network, curve, temperatures, cells(curve)), .. control ? [labels(network)] : Array.Empty<Cell>()]),
                ],
                kind),
        ];
    }

    private static IReadOnlyList<Cell> Row(TemperatureNetwork network, TemperatureCurve curve, IEnumerable<double> temperatures, Func<TemperaturePoint, Cell> cell) =>
    [
        Cell.Of(NumberText.Unbroken(network.Name), curve.Weight is { } weight ? $"weight {NumberText.Brief(weight)}" : ""),
        .. temperatures.Select(temperature => curve.Points.FirstOrDefault(point => point.Temperature.Equals(temperature)) is { } point ? cell(point) : Cell.Empty),
    ];

    private static Func<TemperaturePoint, Cell> Means(TemperatureCurve curve)
    {
        List<double> means = [.. curve.Points.Select(point => point.Mean?.Value).OfType<double>().DefaultIfEmpty()];
        var (fewest, most) = (means.Min(), means.Max());
        return point => Cell.Of(point.Mean) with
        {
            Detail = point.Stopped > 0 ? $"{NumberText.Count(point.Stopped)} stopped" : "",
            Chosen = point.Chosen,
            Strength = point.Mean is { } mean && most > fewest ? (most - mean.Value) / (most - fewest) : 0,
        };
    }

    private static Cell Difference(TemperatureCurve curve, TemperaturePoint point) =>
        point.Chosen ? Cell.Of("chosen")
        : Difference(curve.Tests.FirstOrDefault(test => test.Temperature.Equals(point.Temperature)));

    private static Cell Difference(SettingTest? test) => test is null ? Cell.Empty
        : Cell.Of(
            Measure.Of(new Interval(test.Difference, test.Lower, test.Upper, test.Confidence), Unit.Difference), $"p {NumberText.PValue(test.P)}") with
        {
            Strong = test is { Lower: > 0 } or { Upper: < 0 },
        };

    private static string At(double temperature) => $"T = {NumberText.Brief(temperature)}";
}
