using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>The classes of each specialist by name, and why they came together, as table 2 of the paper.</summary>
internal static class AssignmentTable
{
    private const int MostClasses = 12;
    private const int MostConfusions = 4;

    public static void Show(SpecialistAssignment assignment, Screen screen)
    {
        var names = assignment.Dataset.Classes;
        screen.WriteTable(
            ["specialist", "classes", "nearest to its centroid first", "confused most (correlation)"],
            assignment.Sets.Index().Select(set => (IReadOnlyList<string>)
            [
                $"{set.Index + 1}",
                $"{set.Item.Classes.Count}",
                List(set.Item.Classes.Select(number => names[number]), MostClasses, ", "),
                List(set.Item.Confusions.Select(pair => Pair(names, pair)), MostConfusions, "\n"),
            ]),
            string.Create(CultureInfo.InvariantCulture, $"{assignment.Generalist.Name} on {assignment.Dataset.Name}, {assignment.Examples:N0} predictions"));
    }

    private static string Pair(IReadOnlyList<string> names, AssignedConfusion pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{names[pair.First]} – {names[pair.Second]} ({pair.Correlation:0.00})");

    private static string List(IEnumerable<string> parts, int most, string between)
    {
        var all = parts.ToList();
        return string.Join(between, all.Take(most)) + (all.Count > most && between == ", " ? ", …" : "");
    }
}
