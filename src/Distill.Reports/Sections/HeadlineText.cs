using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The result of a comparison in words.</summary>
internal static class HeadlineText
{
    /// <summary>For example "Distilled: 1,400 test errors against 1,540 on labels alone; 25 × fewer multiply-adds than the teacher".</summary>
    public static string Sentence(Comparison comparison)
    {
        if (comparison.Headline is null)
        {
            return comparison.Title;
        }

        var (row, baseline) = Rows(comparison);
        var against = $"{row.Label}: {NumberText.Count(row.MeanErrors)} test errors against {NumberText.Count(baseline.MeanErrors)} for {WithinSentence(baseline.Label)}";
        return Ratio(comparison) is { } ratio and > 1
            ? $"{against}; {NumberText.Times(ratio)} fewer multiply-adds than the teacher"
            : against;
    }

    /// <summary>How sure the result is, and what stands behind it; empty without a headline.</summary>
    public static string Evidence(Comparison comparison)
    {
        if (comparison.Headline is null)
        {
            return "";
        }

        var (row, baseline) = Rows(comparison);
        var paired = row.Seeds.Join(baseline.Seeds, seed => seed.Seed, seed => seed.Seed, (one, other) => (Row: one, Baseline: other)).ToList();
        var fewer = paired.Count(pair => pair.Row.Test.Errors < pair.Baseline.Test.Errors);
        var seeds = paired.Count switch
        {
            0 => "No seed is common to both",
            1 => fewer == 1 ? "Fewer errors at the one seed that ran" : "Not fewer errors at the one seed that ran",
            _ when fewer == paired.Count => $"Fewer errors at each of {paired.Count} seeds",
            _ => $"Fewer errors at {fewer} of {paired.Count} seeds",
        };
        var test = comparison.PairedTests?.FirstOrDefault(
            test => (test.First == row.Id && test.Second == baseline.Id) || (test.First == baseline.Id && test.Second == row.Id));
        var p = test is null ? "" : $" (McNemar’s test, seeds pooled: p {NumberText.PValue(test.McNemarP)})";
        var teacher = comparison.Teacher is { } facts ? $" The teacher itself makes {NumberText.Count(facts.Test.Errors)}." : "";
        return $"{seeds}{p}.{teacher}";
    }

    /// <summary>Multiply-adds of the teacher over those of the student; null where either is not known.</summary>
    public static double? Ratio(Comparison comparison) =>
        comparison is { Teacher.MultiplyAdds: > 0 and var teacher, Student.MultiplyAdds: > 0 and var student }
            ? (double)teacher / student
            : null;

    private static (ComparisonRow Row, ComparisonRow Baseline) Rows(Comparison comparison) => (
        comparison.Rows.First(row => row.Id == comparison.Headline!.Row),
        comparison.Rows.First(row => row.Id == comparison.Headline!.Baseline));

    // "Labels alone" becomes "labels alone", but "MNIST student" stays.
    private static string WithinSentence(string label) =>
        label.Length > 1 && char.IsUpper(label[0]) && !char.IsUpper(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;
}
