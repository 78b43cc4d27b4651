using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The test examples that a student is surest of and gets wrong.</summary>
internal static class MistakeSection
{
    public static Section Of(Comparison comparison)
    {
        var mistakes = comparison.Mistakes ?? [];
        var row = comparison.Shown;
        return new Section(
            "mistakes",
            "Worst mistakes",
            $"{row.Label}{(row.Seeds.Count > 1 ? ", its first seed" : "")}: the test examples whose true class got the least probability. "
            + "Some of them are labelled wrongly or cannot be told at all; others show what the student has not learned.",
            mistakes.Count == 0 ? [] : [new Gallery("Worst mistakes", [.. mistakes.Select(mistake => Picture(comparison, mistake))])]);
    }

    private static GalleryPicture Picture(Comparison comparison, Mistake mistake)
    {
        var classes = comparison.Dataset.Classes;
        var teacher = mistake is { TeacherClass: { } taught, TeacherConfidence: { } confidence }
            ? taught == mistake.TrueClass ? $"; the teacher is right ({Percent(confidence)})" : $"; the teacher says {classes[taught]} ({Percent(confidence)})"
            : "";
        return new GalleryPicture(classes[mistake.TrueClass], mistake.Image, $"taken for {classes[mistake.PredictedClass]} ({Percent(mistake.Confidence)}){teacher}");
    }

    private static string Percent(double share) => NumberText.Percent(share, share is > 0.995 or < 0.01 ? 1 : 0);
}
