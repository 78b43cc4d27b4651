using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The numbers of a comparison at a glance.</summary>
internal static class ComparisonTiles
{
    public static IEnumerable<Tile> Of(Comparison comparison)
    {
        var (dataset, student) = (comparison.Dataset, comparison.Student);
        yield return new(
            "data",
            dataset.Name,
            $"{dataset.Classes.Count} classes; {NumberText.Count(dataset.TrainExamples)} examples to train on, {NumberText.Count(dataset.HeldOutExamples)} held out, "
            + $"{NumberText.Count(dataset.TestExamples)} to test");
        if (comparison.Teacher is { } teacher)
        {
            yield return Model("teacher", teacher.MultiplyAdds, teacher.Description, teacher.Parameters);
        }

        yield return Model("student", student.MultiplyAdds, student.Description, student.Parameters);
        if (student is { Temperature: { } temperature, HardWeight: { } hardWeight })
        {
            var how = comparison.HeldOutGrid is null ? "fixed in advance" : "chosen on held-out data";
            yield return new("distilled at", $"T = {NumberText.Brief(temperature)}", $"weight {NumberText.Brief(hardWeight)} on the labels, both {how}");
        }

        if (comparison.Teacher is { GeneralistErrors: { } alone } together && alone > together.Test.Errors
            && comparison.Rows.FirstOrDefault(row => row.Id == comparison.Headline?.Row) is { } best)
        {
            yield return new(
                "kept of the specialists’ gain",
                NumberText.Percent((alone - best.MeanErrors) / (alone - together.Test.Errors), 0),
                $"test errors: the generalist {NumberText.Count(alone)}, with specialists {NumberText.Count(together.Test.Errors)}, the student {NumberText.Count(best.MeanErrors)}");
        }

        if (student.Throughput is { } ours && comparison.Teacher?.Throughput is { ExamplesPerSecond: > 0 } theirs)
        {
            yield return new(
                "speed of the student",
                $"{NumberText.Times(ours.ExamplesPerSecond / theirs.ExamplesPerSecond)} the teacher’s",
                $"{NumberText.Count(ours.ExamplesPerSecond)} examples a second; one alone in {NumberText.Score(ours.MillisecondsForOne)} ms");
        }
    }

    private static Tile Model(string name, long? multiplyAdds, string description, long? parameters)
    {
        var size = parameters is { } count ? $"{NumberText.Large(count)} parameters" : "";
        return multiplyAdds is { } products ? new(name, $"{NumberText.Large(products)} multiply-adds", size.Length > 0 ? $"{description}; {size}" : description)
            : size.Length > 0 ? new(name, size, description)
            : new(name, description, "");
    }
}
