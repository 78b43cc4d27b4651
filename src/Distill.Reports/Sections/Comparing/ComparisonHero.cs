using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The top of the page: the result in a sentence, and the numbers behind it at a glance.</summary>
internal static class ComparisonHero
{
    public static Html Render(Comparison comparison) => Hero.Of(
        comparison.Title, HeadlineText.Sentence(comparison), Html.Of($"{HeadlineText.Evidence(comparison)}"), Tiles(comparison));

    private static IEnumerable<Html> Tiles(Comparison comparison)
    {
        var dataset = comparison.Dataset;
        var student = comparison.Student;
        yield return Hero.Tile("data", dataset.Name, $"{dataset.Classes.Count} classes, {NumberText.Count(dataset.TestExamples)} test examples");
        if (comparison.Teacher is { } teacher)
        {
            yield return Model("teacher", teacher.MultiplyAdds, teacher.Description, teacher.Parameters);
        }

        yield return Model("student", student.MultiplyAdds, student.Description, student.Parameters);
        if (student is { Temperature: { } temperature, HardWeight: { } hardWeight })
        {
            var how = comparison.HeldOutGrid is null ? "" : ", both chosen on held-out data";
            yield return Hero.Tile(
                "distilled at", $"T = {NumberText.Brief(temperature)}", $"weight {NumberText.Brief(hardWeight)} on the labels{how}");
        }

        if (comparison.Teacher is { GeneralistErrors: { } alone } together && alone > together.Test.Errors
            && comparison.Rows.FirstOrDefault(row => row.Id == comparison.Headline?.Row) is { } best)
        {
            yield return Hero.Tile(
                "kept of the specialists’ gain",
                NumberText.Percent((alone - best.MeanErrors) / (alone - together.Test.Errors), 0),
                $"test errors: the generalist {NumberText.Count(alone)}, with specialists {NumberText.Count(together.Test.Errors)}, the student {NumberText.Count(best.MeanErrors)}");
        }

        if (student.Throughput is { } ours && comparison.Teacher?.Throughput is { ExamplesPerSecond: > 0 } theirs)
        {
            var one = NumberText.Score(ours.MillisecondsForOne);
            yield return Hero.Tile(
                "speed of the student",
                $"{NumberText.Times(ours.ExamplesPerSecond / theirs.ExamplesPerSecond)} the teacher’s",
                $"{NumberText.Count(ours.ExamplesPerSecond)} examples a second; one alone in {one} ms");
        }
    }

    private static Html Model(string name, long? multiplyAdds, string description, long? parameters)
    {
        var size = parameters is { } count ? $"{NumberText.Large(count)} parameters" : "";
        return multiplyAdds is { } products ? Hero.Tile(name, $"{NumberText.Large(products)} multiply-adds", size.Length > 0 ? $"{description}; {size}" : description)
            : size.Length > 0 ? Hero.Tile(name, size, description)
            : Hero.Tile(name, description, "");
    }
}
