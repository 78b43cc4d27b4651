using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>The figures of a comparison as one JSON object, which <c>--json</c> prints and run.json keeps.</summary>
internal static class ComparisonSummary
{
    /// <summary>Makes the object.</summary>
    /// <param name="comparison">What was measured.</param>
    /// <param name="report">The report's path.</param>
    /// <param name="model">The path of the model to use.</param>
    /// <param name="seconds">Seconds for everything.</param>
    public static JsonObject Of(Comparison comparison, string report, string model, double seconds)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var summary = new JsonObject
        {
            ["dataset"] = comparison.Dataset.Name,
            ["testExamples"] = comparison.Dataset.TestExamples,
            ["isSmoke"] = comparison.IsSmoke,
        };
        if (comparison.Teacher is { } teacher)
        {
            summary["teacher"] = new JsonObject
            {
                ["members"] = teacher.Members,
                ["parameters"] = teacher.Parameters,
                ["multiplyAdds"] = teacher.MultiplyAdds,
                ["labels"] = teacher.LabelsUsed,
                ["errors"] = teacher.Test.Errors,
                ["accuracy"] = Accuracy(teacher.Test.Errors),
                ["nll"] = teacher.Test.Nll,
                ["ece"] = teacher.Test.Ece,
                ["outsideAuroc"] = teacher.Test.OutsideAuroc,
            };
            if (teacher.GeneralistErrors is { } alone)
            {
                summary["generalist"] = new JsonObject { ["errors"] = alone, ["accuracy"] = Accuracy(alone) };
            }
        }

        summary["student"] = new JsonObject
        {
            ["parameters"] = comparison.Student.Parameters,
            ["multiplyAdds"] = comparison.Student.MultiplyAdds,
            ["temperature"] = comparison.Student.Temperature,
            ["hardWeight"] = comparison.Student.HardWeight,
        };
        foreach (var row in comparison.Rows)
        {
            summary[row.Id] = new JsonObject
            {
                ["examples"] = row.ExamplesUsed,
                ["labels"] = comparison.LabelsOf(row),
                ["errors"] = new JsonArray([.. row.Seeds.Select(seed => JsonValue.Create(seed.Test.Errors))]),
                ["accuracy"] = Accuracy(row.MeanErrors),
                ["nll"] = row.MeanOf(test => test.Nll),
                ["ece"] = row.MeanOf(test => test.Ece),
                ["agreement"] = row.MeanOf(test => test.Agreement),
                ["outsideAuroc"] = row.MeanOf(test => test.OutsideAuroc),
            };
        }

        summary["headline"] = comparison.Headline is { } pair
            ? new JsonObject { ["row"] = pair.Row, ["baseline"] = pair.Baseline, ["control"] = pair.Control }
            : null;
        summary["test"] = TestOf(comparison);
        summary["speedup"] = comparison.Student.Throughput is { } student && comparison.Teacher?.Throughput is { } slow
            ? student.ExamplesPerSecond / slow.ExamplesPerSecond
            : null;
        summary["report"] = report;
        summary["model"] = model;
        summary["seconds"] = seconds;
        return summary;

        double? Accuracy(double errors) => comparison.Dataset.TestExamples > 0 ? 1 - (errors / comparison.Dataset.TestExamples) : null;
    }

    // Of the headline's rows, its baseline first: above 0 its row is better.
    private static JsonObject? TestOf(Comparison comparison)
    {
        if (comparison.HeadlineTest is not { } test)
        {
            return null;
        }

        var fields = JsonSerializer.SerializeToNode(test, RunJson.Options)!.AsObject();
        fields.Insert(fields.IndexOf("second") + 1, "difference", test.IntervalSeedsAndCases?.Estimate ?? test.ErrorRateDifference);
        return fields;
    }
}
