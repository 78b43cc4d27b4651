using Distill.Jobs.Members;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Training;

namespace Distill.Jobs.Training.Reporting;

/// <summary>How a training went, in numbers.</summary>
internal static class TrainingFacts
{
    public static Section Of(TrainingResult result, RunManifest manifest, StartingModel? start, VectorScore? vectors)
    {
        List<IReadOnlyList<Cell>> rows = [];
        if (result.Last is { } last)
        {
            Line("held-out errors after the last step", $"{NumberText.Count(last.Errors)} of {NumberText.Count(last.Cases)}");
        }

        if (result.Best is { } best)
        {
            Line("fewest held-out errors", NumberText.Count(best.Errors), $"epoch {NumberText.Brief(Math.Round(best.Epoch, 2))}");
        }

        if (vectors is not null)
        {
            Line("mean cosine to the teacher's vectors", NumberText.Brief(Math.Round(vectors.Cosine, 3)), $"{NumberText.Count(vectors.Examples)} held-out examples");
            Line("nearest other example the same", NumberText.Percent(vectors.SameNeighbour, 1), "of the held-out examples");
        }

        if (start is not null)
        {
            var random = start.Random.Count == 0 ? "" : $"random: {string.Join(", ", start.Random)}";
            Line("started from", $"{(start.SomeUnits ? "units of model" : "model")} {start.Fingerprint}", random);
        }

        Line("steps", NumberText.Count(result.Steps), $"{NumberText.Brief(Math.Round(result.Epochs, 2))} epochs");
        Line("speed", $"{NumberText.Count(Math.Round(result.ExamplesPerSecond))} examples/s");
        if (manifest.Finished is { } finished)
        {
            Line("took", NumberText.Duration(finished - manifest.Started), "breaks included");
        }

        return new Section(
            "training",
            "Training",
            $"The model is that of the last step.{(result.Best is null ? "" : " The one with the fewest held-out errors lies beside it as model-best.")}",
            [new Table("How the training went", ["training", "value"], rows, TableKind.Narrow)])
        {
            InShort = true,
        };

        void Line(string name, string value, string detail = "") => rows.Add([Cell.Of(name), Cell.Of(value, detail)]);
    }
}
