using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Jobs.Training.Reporting;

/// <summary>What to type next with a model.</summary>
internal static class UseSection
{
    public static Section Of(RunDirectory run, RunManifest manifest)
    {
        var data = manifest.Configuration.TryGetProperty("data", out var set) && set.GetString() is { Length: > 0 } name ? name : null;
        return new Section(
            "use",
            "Use this model",
            "On the command line, and from C# with the package Distill.NET.",
            [
                new Facts("Commands and code",
                [
                    new Fact("Ask it about an example of yours", $"distill predict {run.Path} FILE", IsCommand: true),
                    .. data is null ? Array.Empty<Fact>() : [new Fact("Measure it again, or against another model", $"distill evaluate {run.Path} --data {data} --against OTHER", IsCommand: true)],
                    new Fact("Export it for ONNX Runtime, checked against this model", $"distill export {run.Path} --out model.onnx", IsCommand: true),
                    new Fact("In C#", Code(run.ModelPath), IsCommand: true),
                ]),
            ]);
    }

    private static string Code(string model) =>
        $"""
        using Distill.Evaluation;
        using Distill.Models;
        using Distill.Teachers;

        using var model = new ModelTeacher(ModelFile.Load("{model.Replace('\\', '/')}"));
        var answers = Predictor.Of(model).Predict(examples);   // log-probabilities for an ExampleView
        """;
}
