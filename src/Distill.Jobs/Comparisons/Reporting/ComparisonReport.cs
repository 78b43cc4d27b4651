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
            CalibrationSection.Of(comparison),
            ConfusionSection.Of(comparison),
            MistakeSection.Of(comparison),
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
}
