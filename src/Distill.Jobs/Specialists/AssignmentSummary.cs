using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;
using Distill.Runs.Results.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>An assignment with its classes by name, which <c>--json</c> prints.</summary>
internal static class AssignmentSummary
{
    /// <summary>Makes the object.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="report">The report's path.</param>
    public static JsonObject Of(SpecialistAssignment assignment, string run, string report)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        var names = assignment.Dataset.Classes;
        return new JsonObject
        {
            ["run"] = run,
            ["report"] = report,
            ["dataset"] = assignment.Dataset.Name,
            ["generalist"] = assignment.Generalist.Name,
            ["fingerprint"] = assignment.Generalist.Fingerprint.Value,
            ["examples"] = assignment.Examples,
            ["countTemperature"] = assignment.CountTemperature,
            ["temperatureChoice"] = JsonSerializer.SerializeToNode(assignment.TemperatureChoice, RunJson.Options),
            ["groupAgreement"] = assignment.GroupAgreement,
            ["spread"] = assignment.Spread,
            ["specialists"] = new JsonArray([.. assignment.Sets.Select(set => new JsonObject
            {
                ["classes"] = new JsonArray([.. set.Classes.Select(number => JsonValue.Create(names[number]))]),
                ["confusions"] = new JsonArray([.. set.Confusions.Select(pair => new JsonObject
                {
                    ["first"] = names[pair.First],
                    ["second"] = names[pair.Second],
                    ["covariance"] = pair.Covariance,
                    ["correlation"] = pair.Correlation,
                })]),
            })]),
        };
    }
}
