using Distill.Reports.Markup;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Sections.Sweeps;

/// <summary>The top of the page of a sweep: what was chosen, or what was tried where nothing was chosen.</summary>
internal static class SweepHero
{
    // A sentence of more is no sentence.
    private const int MostNamed = 4;

    public static Html Render(Sweep sweep) => Hero.Of(sweep.Title, Sentence(sweep), Html.Of($"{Evidence(sweep)}"), Tiles(sweep));

    /// <summary>"Chosen on held-out data: T = 4 for 784-30-30-10 (412 test errors)", or "2 networks at 8 temperatures, T = 1 to 20".</summary>
    public static string Sentence(Sweep sweep)
    {
        var choices = sweep.Networks
            .SelectMany(network => network.Settings.Where(setting => setting.Chosen).Select(setting => (Network: network, Setting: setting)))
            .ToList();
        if (choices.Count == 0)
        {
            var temperatures = Temperatures(sweep);
            return $"{Number(sweep.Networks.Count, "network")} at {Number(temperatures.Count, "temperature")}, {Range(temperatures)}";
        }

        var more = choices.Count > MostNamed ? $" and {choices.Count - MostNamed} networks more" : "";
        var named = choices.Take(MostNamed).Select(choice => Choice(sweep, choice.Network, choice.Setting));
        return $"Chosen on held-out data: {string.Join(", ", named)}{more}";
    }

    private static string Choice(Sweep sweep, SweepNetwork network, SweepSetting setting)
    {
        var weight = Weights(sweep).Count > 1 ? $" and weight {NumberText.Short(setting.HardWeight)}" : "";
        var errors = SweepTemperatures.Errors(setting);
        var count = errors.Counts.Count > 0 ? $" ({NumberText.Count(errors.Mean)} test errors)" : "";
        return $"T = {NumberText.Short(setting.Temperature)}{weight} for {NumberText.Unbroken(network.Description)}{count}";
    }

    private static string Evidence(Sweep sweep)
    {
        var choice = sweep.Networks.Any(network => network.Settings.Any(setting => setting.Chosen))
            ? $"The test set had no part in the choice, which {NumberText.Count(sweep.Dataset.HeldOutExamples)} held-out examples made. "
            : "";
        var seeds = SeedsOf(sweep) is { } count and > 1 ? $"Errors are means of {count} seeds. " : "";
        var teacher = sweep.TeacherErrors is { } errors ? $"The teacher makes {NumberText.Count(errors)} errors on the same test examples." : "";
        return $"{choice}{seeds}{teacher}".TrimEnd();
    }

    private static IEnumerable<Html> Tiles(Sweep sweep)
    {
        var dataset = sweep.Dataset;
        yield return Hero.Tile(
            "data", dataset.Name, $"{dataset.Classes.Count} classes, {NumberText.Count(dataset.TestExamples)} test examples");
        yield return sweep.TeacherErrors is { } errors
            ? Hero.Tile("teacher", $"{NumberText.Count(errors)} test errors", sweep.Teacher)
            : Hero.Tile("teacher", sweep.Teacher, "its targets are stored");
        var (temperatures, weights) = (Temperatures(sweep), Weights(sweep));
        yield return Hero.Tile(
            "tried",
            Range(temperatures),
            $"{Number(temperatures.Count, "temperature")}, "
            + (weights.Count == 1 ? $"weight {NumberText.Short(weights[0])} on the labels" : $"{weights.Count} weights on the labels"));
        var students = sweep.Networks.SelectMany(network => network.Settings).Sum(setting => setting.Students.Count);
        var each = SeedsOf(sweep) is { } seeds ? Number(seeds, "seed") : "several seeds";
        yield return Hero.Tile("students", Number(students, "student"), $"{Number(sweep.Networks.Count, "network")}, {each} each");
    }

    private static List<double> Temperatures(Sweep sweep) =>
        [.. sweep.Networks.SelectMany(network => network.Settings).Select(setting => setting.Temperature).Distinct()];

    private static string Range(List<double> temperatures) => temperatures.Count == 1
        ? $"T = {NumberText.Short(temperatures[0])}"
        : $"T = {NumberText.Short(temperatures.Min())} to {NumberText.Short(temperatures.Max())}";

    private static List<double> Weights(Sweep sweep) =>
        [.. sweep.Networks.SelectMany(network => network.Settings).Select(setting => setting.HardWeight).Distinct()];

    // Seeds of each setting, where all networks have equally many.
    private static int? SeedsOf(Sweep sweep)
    {
        var counts = sweep.Networks.Select(network => network.Settings[0].Students.Count).Distinct().ToList();
        return counts.Count == 1 ? counts[0] : null;
    }

    private static string Number(int count, string what) => $"{NumberText.Count(count)} {what}{(count == 1 ? "" : "s")}";
}
