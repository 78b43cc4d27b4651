using Distill.Reports.Markup;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Sweeps;

/// <summary>The networks of a sweep: how large they are, and how long the training of their students took.</summary>
internal static class NetworksTable
{
    private const int MostNetworks = 100;

    public static Html Render(Sweep sweep) => Section.Of(
        "networks",
        "Networks and time of training",
        Html.Of(
            $"""
            Multiply-adds are for one example. Students that train together are one population: one pass over the data moves them
            all.
            """),
        Table.Of(
            "Networks and time of training",
            "scores",
            Table.Columns("network", "parameters", "multiply-adds", "students", "training of all", "of one", "how"),
            sweep.Networks.Take(MostNetworks).Select(Row)));

    private static Html Row(SweepNetwork network)
    {
        var students = network.Settings.Sum(setting => setting.Students.Count);
        return Table.Row(
            Html.Of($"{network.Description}<small><code>{network.Id}</code></small>"),
            Table.Cell(NumberText.Large(network.Parameters)),
            Table.Cell(NumberText.Large(network.MultiplyAdds)),
            Table.Cell(NumberText.Count(students)),
            Table.Cell(NumberText.Seconds(network.Seconds)),
            Table.Cell(NumberText.Seconds(network.Seconds / students)),
            Table.Cell(network.Together ? "together" : "one by one"));
    }
}
