using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The result of a comparison in words.</summary>
internal static class HeadlineText
{
    /// <summary>"Distilled: 1,400 test errors against 1,540 for labels alone; 25 × fewer multiply-adds than the teacher".</summary>
    public static string Sentence(Comparison comparison)
    {
        if (comparison.Headline is null)
        {
            return comparison.Title;
        }

        var (row, baseline) = Rows(comparison);
        var errors = $"{row.Label}: {NumberText.Count(row.MeanErrors)} test errors";
        var against = $"{errors} against {NumberText.Count(baseline.MeanErrors)} for {WithinSentence(baseline.Label)}";
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
        var test = comparison.HeadlineTest;
        var teacher = comparison.Teacher is { } facts ? $" The teacher itself makes {NumberText.Count(facts.Test.Errors)}." : "";
        return $"{AtSeeds(row, baseline)}{Sureness(test, baseline)}.{teacher}";
    }

    private static string Sureness(PairedTest? test, ComparisonRow baseline) => test switch
    {
        { IntervalSeedsAndCases: { } kept } when (test.First == baseline.Id ? kept : Turned(kept)) is var interval =>
            $": {NumberText.Percent(interval.Estimate, 2)} fewer of the examples wrong, {NumberText.Percent(interval.Confidence, 0)} interval "
            + $"{NumberText.Percent(interval.Lower, 2)} to {NumberText.Percent(interval.Upper, 2)} over {(test.OverSeeds is null ? "cases" : "seeds and cases")}"
            + (test.OverSeeds is { } seeds ? $"; p {NumberText.PValue(seeds.P)} over {seeds.N} seeds" : ""),
        { McNemarP: { } pooled } => $" (McNemar’s test, seeds pooled: p {NumberText.PValue(pooled)})",
        _ => "",
    };

    // The difference the other way round, where a test names the headline's row first.
    private static Interval Turned(Interval interval) => interval with { Estimate = -interval.Estimate, Lower = -interval.Upper, Upper = -interval.Lower };

    private static string AtSeeds(ComparisonRow row, ComparisonRow baseline)
    {
        var fewer = row.Seeds
            .Join(baseline.Seeds, seed => seed.Seed, seed => seed.Seed, (one, other) => one.Test.Errors < other.Test.Errors)
            .ToList();
        return (fewer.Count, fewer.Count(yes => yes)) switch
        {
            (0, _) => "No seed is common to both",
            (1, 1) => "Fewer errors at the one seed that ran",
            (1, _) => "Not fewer errors at the one seed that ran",
            var (all, some) when all == some => $"Fewer errors at each of {all} seeds",
            var (all, some) => $"Fewer errors at {some} of {all} seeds",
        };
    }

    // Multiply-adds of the teacher over those of the student.
    private static double? Ratio(Comparison comparison) =>
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
