using Distill.Reports.Markup;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Sweeps;

/// <summary>The students whose training stopped, and why.</summary>
internal static class StoppedStudentsTable
{
    private const int MostStudents = 50;

    public static Html Render(Sweep sweep)
    {
        var stopped = (
            from network in sweep.Networks
            from setting in network.Settings
            from student in setting.Students
            where student.TestErrors is null
            select (network, setting, student)).ToList();
        var shown = stopped.Count > MostStudents ? $" The first {MostStudents} of {NumberText.Count(stopped.Count)} are shown." : "";
        return stopped.Count == 0 ? default : Section.Of(
            "stopped",
            "Students that stopped",
            Html.Of($"Their training did not go to the end, so they are left out of means, deviations and plots.{shown}"),
            Table.Of(
                "Students that stopped",
                "stopped",
                Table.Columns("student", "T", "weight on the labels", "seed", "why"),
                stopped.Take(MostStudents).Select(one => Table.Row(
                    Html.Of($"{one.network.Description}"),
                    Table.Cell(NumberText.Short(one.setting.Temperature)),
                    Table.Cell(NumberText.Short(one.setting.HardWeight)),
                    Table.Cell($"{one.student.Seed}"),
                    Table.Cell(one.student.Failure ?? "no reason was recorded")))));
    }
}
