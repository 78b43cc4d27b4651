using Distill.Runs.Documents;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Sweeps.Reporting;

/// <summary>What a sweep found.</summary>
internal static class SweepReport
{
    // A sentence of more is no sentence.
    private const int MostNamed = 4;

    private const int MostStopped = 50;

    public static Document Of(Sweep sweep)
    {
        var temperatures = SweepTemperatures.Of(sweep);
        return new Document
        {
            Topic = sweep.Title,
            Sentence = Sentence(sweep),
            Evidence = Evidence(sweep),
            Tiles = [.. Tiles(sweep)],
            Sections = [.. TemperatureSections.Of(temperatures.Networks, temperatures.IsWhole ? "" : Cut), Networks(sweep), Stopped(sweep)],
        };
    }

    private static string Cut =>
        $"Shown are the first {SweepTemperatures.MostNetworks} networks, {SweepTemperatures.MostWeights} weights on the labels and "
        + $"{SweepTemperatures.MostTemperatures} temperatures; sweep.json has all.";

    // "Chosen on held-out data: T = 4 for 784-30-30-10 (412 test errors)", or "2 networks at 8 temperatures, T = 1 to 20".
    private static string Sentence(Sweep sweep)
    {
        var choices = sweep.Networks
            .SelectMany(network => network.Settings.Where(setting => setting.Chosen), (network, setting) => Choice(sweep, network, setting))
            .ToList();
        if (choices.Count == 0)
        {
            var temperatures = Temperatures(sweep);
            return $"{Number(sweep.Networks.Count, "network")} at {Number(temperatures.Count, "temperature")}, {Range(temperatures)}";
        }

        var more = choices.Count > MostNamed ? $" and {Number(choices.Count - MostNamed, "network")} more" : "";
        return $"Chosen on held-out data: {string.Join(", ", choices.Take(MostNamed))}{more}";
    }

    private static string Choice(Sweep sweep, SweepNetwork network, SweepSetting setting)
    {
        var weight = Weights(sweep).Count > 1 ? $" and weight {NumberText.Brief(setting.HardWeight)}" : "";
        var count = Measure.Of(SweepTemperatures.Errors(setting)) is { } mean ? $" ({NumberText.Count(mean.Value)} test errors)" : "";
        return $"T = {NumberText.Brief(setting.Temperature)}{weight} for {NumberText.Unbroken(network.Description)}{count}";
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

    private static IEnumerable<Tile> Tiles(Sweep sweep)
    {
        var dataset = sweep.Dataset;
        yield return new("data", dataset.Name, $"{dataset.Classes.Count} classes, {NumberText.Count(dataset.TestExamples)} test examples");
        yield return sweep.TeacherErrors is { } errors
            ? new("teacher", $"{NumberText.Count(errors)} test errors", sweep.Teacher)
            : new("teacher", sweep.Teacher, "its targets are stored");
        var (temperatures, weights) = (Temperatures(sweep), Weights(sweep));
        yield return new(
            "tried",
            Range(temperatures),
            $"{Number(temperatures.Count, "temperature")}, "
            + (weights.Count == 1 ? $"weight {NumberText.Brief(weights[0])} on the labels" : $"{weights.Count} weights on the labels"));
        var students = sweep.Networks.Sum(Students);
        var each = SeedsOf(sweep) is { } seeds ? Number(seeds, "seed") : "several seeds";
        yield return new("students", Number(students, "student"), $"{Number(sweep.Networks.Count, "network")}, {each} each");
    }

    private static Section Networks(Sweep sweep) => new(
        "networks",
        "Networks and time of training",
        "Multiply-adds are for one example. Students that train together are one population: one pass over the data moves them all.",
        [
            new Table(
                "Networks and time of training",
                ["network", "parameters", "multiply-adds", "students", "training of all", "of one", "how"],
                [.. sweep.Networks.Select(network => Row(network, Students(network)))]),
        ]);

    private static int Students(SweepNetwork network) => network.Settings.Sum(setting => setting.Students.Count) + (network.Labels?.Count ?? 0);

    private static IReadOnlyList<Cell> Row(SweepNetwork network, int students) =>
    [
        Cell.Of(network.Description, network.Id),
        Cell.Of(NumberText.Large(network.Parameters)),
        Cell.Of(NumberText.Large(network.MultiplyAdds)),
        Cell.Of(new Measure(students, Unit.Count)),
        Cell.Of(NumberText.Seconds(network.Seconds)),
        Cell.Of(NumberText.Seconds(network.Seconds / students)),
        Cell.Of(network.Together ? "together" : "one by one"),
    ];

    private static Section Stopped(Sweep sweep)
    {
        List<IReadOnlyList<Cell>> stopped = [..
            from network in sweep.Networks
            from taught in network.Settings.Select(setting => (T: NumberText.Brief(setting.Temperature), Weight: NumberText.Brief(setting.HardWeight), setting.Students))
                .Append((T: "–", Weight: "labels alone", Students: network.Labels ?? []))
            from student in taught.Students
            where student.TestErrors is null
            select (IReadOnlyList<Cell>)
            [
                Cell.Of(network.Description),
                Cell.Of(taught.T),
                Cell.Of(taught.Weight),
                Cell.Of($"{student.Seed}"),
                Cell.Of(student.Failure ?? "no reason was recorded"),
            ]];
        var shown = stopped.Count > MostStopped ? $" The first {MostStopped} of {NumberText.Count(stopped.Count)} are shown." : "";
        return new Section(
            "stopped",
            "Students that stopped",
            $"Their training did not go to the end, so they are left out of means, deviations and plots.{shown}",
            stopped.Count == 0 ? [] : [new Table("Students that stopped", ["student", "T", "weight on the labels", "seed", "why"], [.. stopped.Take(MostStopped)])]);
    }

    private static IReadOnlyList<double> Temperatures(Sweep sweep) => SweepTemperatures.Values(sweep, setting => setting.Temperature);

    private static IReadOnlyList<double> Weights(Sweep sweep) => SweepTemperatures.Values(sweep, setting => setting.HardWeight);

    private static string Range(IReadOnlyList<double> temperatures) => temperatures.Count == 1
        ? $"T = {NumberText.Brief(temperatures[0])}"
        : $"T = {NumberText.Brief(temperatures[0])} to {NumberText.Brief(temperatures[^1])}";

    // Seeds of each setting, where all networks have equally many.
    private static int? SeedsOf(Sweep sweep)
    {
        var counts = sweep.Networks.Select(network => network.Settings[0].Students.Count).Distinct().ToList();
        return counts.Count == 1 ? counts[0] : null;
    }

    private static string Number(int count, string what) => $"{NumberText.Count(count)} {what}{(count == 1 ? "" : "s")}";
}
