using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>What a comparison found.</summary>
internal static class ComparisonReport
{
    public static Document Of(Comparison comparison) => new()
    {
        Topic = comparison.Title,
        Sentence = ComparisonSentence.Of(comparison),
        Evidence = ComparisonSentence.Evidence(comparison),
        Smoke = comparison.IsSmoke,
        Tiles = [.. ComparisonTiles.Of(comparison)],
        Sections =
        [
            Errors(comparison),
            ScoreSections.Results(comparison),
            ScoreSections.Scores(comparison),
            ScoreSections.Tests(comparison),
            SampleSection.Of(comparison),
            CurveSection.Of(comparison),
            Calibration(comparison),
            ConfusionSection.Of(comparison),
            ChoiceSection.Of(comparison),
        ],
    };

    private static Section Errors(Comparison comparison) => new(
        "errors",
        "Test errors",
        $"A dot is one student, trained from one seed; the bar is their mean. Out of {NumberText.Count(comparison.Dataset.TestExamples)} test examples; "
        + "further left is better.",
        [
            new Strip(
                "Test errors",
                comparison.Teacher?.Test.Errors,
                [
                    .. comparison.Rows.Select(row => new StripRow(
                        row.Label, RowNames.Colour(comparison, row.Id), RowNames.TrainedOn(comparison, row), [.. row.Seeds.Select(seed => seed.Test.Errors)])
                    {
                        Seeds = [.. row.Seeds.Select(seed => seed.Seed)],
                    }),
                ]),
        ]);

    private static Section Calibration(Comparison comparison)
    {
        List<ReliabilityDiagram> diagrams = [];
        if (comparison.Teacher is { Reliability: { } bins } teacher)
        {
            diagrams.Add(new("Teacher", RowNames.Teacher, teacher.Test.Ece, bins));
        }

        diagrams.AddRange(comparison.Rows.Where(row => row.Reliability is not null).Select(row => new ReliabilityDiagram(
            row.Label, RowNames.Colour(comparison, row.Id), row.MeanOf(test => test.Ece) ?? double.NaN, row.Reliability!)));
        diagrams.RemoveAll(diagram => diagram.Filled.Count == 0);
        return new Section(
            "reliability",
            "Can the confidence be believed?",
            "Test examples in bins by confidence, the probability of the predicted class: confidence to the right, share that is right upwards. A calibrated "
            + "model lies on the diagonal; a dot below it is overconfident. The larger a dot, the more examples.",
            diagrams.Count == 0 ? [] : [new Reliability(diagrams)]);
    }
}
