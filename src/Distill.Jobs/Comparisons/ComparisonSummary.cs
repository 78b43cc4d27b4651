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
        };
        if (comparison.Teacher is { } teacher)
        {
            summary["teacher"] = new JsonObject
            {
                ["members"] = teacher.Members,
                ["parameters"] = teacher.Parameters,
                ["multiplyAdds"] = teacher.MultiplyAdds,
                ["errors"] = teacher.Test.Errors,
                ["nll"] = teacher.Test.Nll,
                ["ece"] = teacher.Test.Ece,
            };
            if (teacher.GeneralistErrors is { } alone)
            {
                summary["generalist"] = new JsonObject { ["errors"] = alone };
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
                ["errors"] = new JsonArray([.. row.Seeds.Select(seed => JsonValue.Create(seed.Test.Errors))]),
                ["nll"] = row.MeanOf(test => test.Nll),
                ["ece"] = row.MeanOf(test => test.Ece),
                ["agreement"] = row.MeanOf(test => test.Agreement),
            };
        }

        summary["headline"] = comparison.Headline is { } pair ? new JsonObject { ["row"] = pair.Row, ["baseline"] = pair.Baseline } : null;
        summary["test"] = comparison.HeadlineTest is { } test ? JsonSerializer.SerializeToNode(test, RunJson.Options) : null;
        summary["speedup"] = comparison.Student.Throughput is { } student && comparison.Teacher?.Throughput is { } slow
            ? student.ExamplesPerSecond / slow.ExamplesPerSecond
            : null;
        summary["report"] = report;
        summary["model"] = model;
        summary["seconds"] = seconds;
        return summary;
    }
}
