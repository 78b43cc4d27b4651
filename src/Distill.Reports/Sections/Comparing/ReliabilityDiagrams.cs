using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>Whether confidence can be believed: a reliability diagram for the teacher and for each row.</summary>
internal static class ReliabilityDiagrams
{
    public static Html Render(Comparison comparison)
    {
        var teacher = comparison.Teacher is { Reliability: { } bins } facts
            ? ReliabilityPlot.Draw("Teacher", RowStyle.Teacher, bins, facts.Test.Ece)
            : default;
        var rows = comparison.Rows.Where(row => row.Reliability is not null).Select(row => ReliabilityPlot.Draw(
            row.Label, RowStyle.Of(comparison, row.Id), row.Reliability!, row.MeanOf(test => test.Ece) ?? double.NaN));
        return Render(rows.Prepend(teacher));
    }

    /// <summary>The part of the page around ready diagrams.</summary>
    public static Html Render(IEnumerable<Html> diagrams)
    {
        var drawn = Html.Join(diagrams);
        return drawn.IsEmpty ? default : Section.Of(
            "reliability",
            "Can the confidence be believed?",
            Html.Of(
                $"""
                Test examples in bins by confidence, the probability of the predicted class: confidence to the right, share that is
                right upwards. A calibrated model lies on the diagonal; a dot below it is overconfident. The larger a dot, the more
                examples.
                """),
            Html.Of($"""<div class="diagrams card">{drawn}</div>"""));
    }
}
