using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>Whether the confidence of teacher and students can be believed.</summary>
internal static class CalibrationSection
{
    public static Section Of(Comparison comparison)
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
