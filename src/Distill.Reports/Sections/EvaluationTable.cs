using Distill.Reports.Markup;
using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The scores of one model, with its reliability diagram.</summary>
internal static class EvaluationTable
{
    public static Html Render(EvaluationSummary evaluation)
    {
        var rows = Scores(evaluation).Select(score => Table.Row(Html.Of($"{score.Name}"), Table.Cell(score.Value)));
        var scores = Section.Of(
            "scores",
            "Scores",
            Html.Of($"{evaluation.Model} on {NumberText.Count(evaluation.Examples)} examples of {evaluation.Dataset}, at temperature 1."),
            Table.Of("Scores of the model", "single", Table.Columns("score", "value"), rows));
        return Html.Of($"{scores}{Calibration(evaluation)}");
    }

    private static Html Calibration(EvaluationSummary evaluation) =>
        evaluation.Reliability is { } bins && new ReliabilityDiagram(evaluation.Model, 1, evaluation.Test.Ece, bins) is { Filled.Count: > 0 } diagram
            ? Section.Of(
                "reliability",
                "Can the confidence be believed?",
                Html.Of(
                    $"""
                    Test examples in bins by confidence, the probability of the predicted class: confidence to the right, share that is
                    right upwards. A calibrated model lies on the diagonal; a dot below it is overconfident. The larger a dot, the more
                    examples.
                    """),
                ReliabilityDiagrams.Render(new Reliability([diagram])))
            : default;

    private static IEnumerable<(string Name, string Value)> Scores(EvaluationSummary evaluation)
    {
        var test = evaluation.Test;
        yield return ("errors", NumberText.Count(test.Errors));
        if (evaluation.Examples > 0)
        {
            yield return ("error rate", NumberText.Percent((double)test.Errors / evaluation.Examples, 2));
        }

        if (test.TopKAccuracy is { } accuracy && evaluation.TopK is { } k)
        {
            yield return ($"top-{k} accuracy", NumberText.Percent(accuracy, 2));
        }

        yield return ("negative log-likelihood, nats", NumberText.Score(test.Nll));
        yield return ("expected calibration error", NumberText.Percent(test.Ece, 2));
        yield return ("Brier score", NumberText.Score(test.Brier));
        if (test.Agreement is { } agreement)
        {
            yield return ("agreement with the teacher", NumberText.Percent(agreement, 2));
        }

        if (test.KlToTeacher is { } kl)
        {
            yield return ("KL(teacher ‖ model), nats", NumberText.Score(kl));
        }

        if (evaluation.Parameters is { } parameters)
        {
            yield return ("parameters", NumberText.Count(parameters));
        }

        if (evaluation.MultiplyAdds is { } multiplyAdds)
        {
            yield return ("multiply-adds for one example", NumberText.Count(multiplyAdds));
        }

        if (evaluation.Throughput is { } throughput)
        {
            yield return ("examples a second", NumberText.Count(throughput.ExamplesPerSecond));
            yield return ("milliseconds for one example", NumberText.Score(throughput.MillisecondsForOne));
        }
    }
}
