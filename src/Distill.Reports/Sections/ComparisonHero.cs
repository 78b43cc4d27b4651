using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The top of the page: the result in a sentence, and the numbers behind it at a glance.</summary>
internal static class ComparisonHero
{
    public static Html Render(Comparison comparison) => Html.Of(
        $"""
        <header class="hero">
        <p class="eyebrow">{comparison.Title}</p>
        <h1>{HeadlineText.Sentence(comparison)}</h1>
        <p class="evidence">{HeadlineText.Evidence(comparison)}</p>
        <dl class="tiles">{Tiles(comparison)}</dl>
        </header>

        """);

    private static IEnumerable<Html> Tiles(Comparison comparison)
    {
        var dataset = comparison.Dataset;
        var student = comparison.Student;
        yield return Tile("data", dataset.Name, $"{dataset.Classes.Count} classes, {NumberText.Count(dataset.TestExamples)} test examples");
        if (comparison.Teacher is { } teacher)
        {
            yield return Model("teacher", teacher.MultiplyAdds, teacher.Description, teacher.Parameters);
        }

        yield return Model("student", student.MultiplyAdds, student.Description, student.Parameters);
        if (student is { Temperature: { } temperature, HardWeight: { } hardWeight })
        {
            var how = comparison.HeldOutGrid is null ? "" : ", both chosen on held-out data";
            yield return Tile(
                "distilled at", $"T = {NumberText.Short(temperature)}", $"weight {NumberText.Short(hardWeight)} on the labels{how}");
        }

        if (student.Throughput is { } ours && comparison.Teacher?.Throughput is { ExamplesPerSecond: > 0 } theirs)
        {
            var one = NumberText.Score(ours.MillisecondsForOne);
            yield return Tile(
                "speed of the student",
                $"{NumberText.Times(ours.ExamplesPerSecond / theirs.ExamplesPerSecond)} the teacher’s",
                $"{NumberText.Count(ours.ExamplesPerSecond)} examples a second; one alone in {one} ms");
        }
    }

    private static Html Model(string name, long? multiplyAdds, string description, long? parameters)
    {
        var size = parameters is { } count ? $"{NumberText.Large(count)} parameters" : "";
        return multiplyAdds is { } products ? Tile(name, $"{NumberText.Large(products)} multiply-adds", size.Length > 0 ? $"{description}; {size}" : description)
            : size.Length > 0 ? Tile(name, size, description)
            : Tile(name, description, "");
    }

    private static Html Tile(string name, string value, string detail) => Html.Of(
        $"""
        <div><dt>{name}</dt><dd><b>{value}</b> <span>{detail}</span></dd></div>

        """);
}
