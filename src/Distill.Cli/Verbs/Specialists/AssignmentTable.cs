using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>The classes of each specialist by name, and why they came together, as table 2 of the paper.</summary>
internal static class AssignmentTable
{
    private const int MostClasses = 24;
    private const int MostConfusions = 3;

    public static void Show(SpecialistAssignment assignment, Screen screen)
    {
        var names = assignment.Dataset.Classes;
        screen.WriteTable(
            ["specialist: its classes, nearest to its centroid first", "confused most (correlation)"],
            assignment.Sets.Index().Select(set => (IReadOnlyList<string>)
            [
                $"{set.Index + 1}: {Named(names, set.Item.Classes)}",
                string.Join('\n', set.Item.Confusions.Take(MostConfusions).Select(pair => Pair(names, pair))),
            ]),
            string.Create(CultureInfo.InvariantCulture, $"{assignment.Generalist.Name} on {assignment.Dataset.Name}, {assignment.Examples:N0} predictions at temperature {assignment.CountTemperature}"));
    }

    private static string Pair(IReadOnlyList<string> names, AssignedConfusion pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{names[pair.First]} – {names[pair.Second]} ({pair.Correlation:0.00})");

    private static string Named(IReadOnlyList<string> names, IReadOnlyList<int> classes) =>
        string.Join(", ", classes.Take(MostClasses).Select(number => names[number])) + (classes.Count > MostClasses ? $", … ({classes.Count})" : "");
}
