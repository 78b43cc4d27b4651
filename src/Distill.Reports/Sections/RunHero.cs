using Distill.Reports.Markup;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The top of the page of a run without a comparison: what it was and what came out.</summary>
internal static class RunHero
{
    public static Html Render(RunManifest manifest, string name, EvaluationSummary? evaluation) =>
        Hero.Of($"{Kind(manifest.Kind)}, {name}", Sentence(manifest, evaluation), default);

    public static string Sentence(RunManifest manifest, EvaluationSummary? evaluation)
    {
        if (evaluation is null)
        {
            return Status(manifest);
        }

        var examples = $"{NumberText.Count(evaluation.Examples)} examples of {evaluation.Dataset}";
        return $"{evaluation.Model}: {NumberText.Count(evaluation.Test.Errors)} errors in {examples}";
    }

    /// <summary>What became of a run, in a sentence.</summary>
    public static string Status(RunManifest manifest) => manifest.Status switch
    {
        RunStatus.Done => "Finished",
        RunStatus.Interrupted => "Interrupted; it can be resumed",
        RunStatus.Failed => $"Failed: {manifest.Message ?? "no reason was recorded"}",
        _ => "Not finished: still running, or killed",
    };

    private static string Kind(RunKind kind) => kind switch
    {
        RunKind.Train => "Training",
        RunKind.Label => "Labelling",
        RunKind.Recipe => "Recipe",
        RunKind.Quickstart => "Quickstart",
        RunKind.Sweep => "Sweep",
        RunKind.Specialists => "Specialists",
        _ => "Experiment",
    };
}
