using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>The result of a comparison in words.</summary>
internal static class ComparisonSentence
{
    // A sentence of more is no sentence.
    private const int MostNamed = 4;

    /// <summary>"Without a single label: 88.5 % right, taught by the teacher; 85.2 % from 6,000 labels alone".</summary>
    public static string Of(Comparison comparison)
    {
        if (comparison.IsSmoke)
        {
            return "All steps ran, on so little data that the figures mean nothing";
        }

        if (comparison.Headline is not { } pair)
        {
            return string.Join("; ", comparison.Rows.Take(MostNamed).Select(each => $"{each.Label}: {Right(comparison, each, 1)} right"));
        }

        var (row, baseline) = (Row(comparison, pair.Row), Row(comparison, pair.Baseline));
        var control = pair.Control is { } id ? Row(comparison, id) : null;
        var digits = Right(comparison, row, 1) == Right(comparison, baseline, 1) ? 2 : 1;
        if (comparison.LabelsOf(row) == 0)
        {
            var all = control is null ? "" : $", {Right(comparison, control, digits)} from all {NumberText.Count(comparison.LabelsOf(control))}";
            return $"Without a single label: {Right(comparison, row, digits)} right, taught by the teacher; "
                + $"{Right(comparison, baseline, digits)} from {RowNames.Labels(comparison, baseline)} alone{all}";
        }

        var labels = comparison.LabelsOf(row) != comparison.LabelsOf(baseline);
        return $"{Told(row, " right")}; {WithinSentence(Told(baseline, ""))}{(control is null ? "" : $"; {WithinSentence(Told(control, ""))}")}";

        string Told(ComparisonRow each, string what) =>
            $"{each.Label}: {Right(comparison, each, digits)}{what}{(labels ? $" with {RowNames.Labels(comparison, each)}" : "")}";
    }

    /// <summary>How sure the result is, and what stands behind it; empty without a headline, and where figures mean nothing.</summary>
    public static string Evidence(Comparison comparison)
    {
        if (comparison.IsSmoke || comparison.Headline is not { } pair)
        {
            return "";
        }

        var choice = comparison.LabelsOfChoice(Row(comparison, pair.Row)) is > 0 and var held
            ? $" T and weight were chosen on {NumberText.Count(held)} held-out labels, which count as labels of the rows with a teacher."
            : "";
        return $"{AtSeeds(Row(comparison, pair.Row), Row(comparison, pair.Baseline))}{Sureness(comparison.HeadlineTest)}.{choice}{Teacher(comparison)}{NothingToTeach(comparison, Row(comparison, pair.Baseline))}";
    }

    private static string Teacher(Comparison comparison)
    {
        if (comparison.Teacher is not { } teacher)
        {
            return "";
        }

        var labels = teacher.LabelsUsed is { } used ? $"learned from {NumberText.Count(used)} labels and " : "";
        var size = teacher.MultiplyAdds is > 0 and var products && comparison.Student.MultiplyAdds is > 0 and var own && products > own
            ? $", with {NumberText.Times((double)products / own)} the multiply-adds"
            : "";
        return $" The teacher {labels}is {NumberText.Percent(ShareRight(comparison, teacher.Test.Errors), 2)} right{size}.";
    }

    private static string NothingToTeach(Comparison comparison, ComparisonRow baseline) =>
        comparison.Teacher is { } teacher && baseline.HardWeight == 1 && teacher.Test.Errors >= baseline.MeanErrors
            ? $" It makes no fewer errors than {WithinSentence(baseline.Label)}, so a better teacher is needed."
            : "";

    private static string Sureness(PairedTest? test) => test switch
    {
        { IntervalSeedsAndCases: { } interval } =>
            $": {Points(Math.Abs(interval.Estimate))} points {(interval.Estimate < 0 ? "less" : "more")} of the test examples right, "
            + $"{NumberText.Percent(interval.Confidence, 0)} interval {Points(interval.Lower)} to {Points(interval.Upper)} over "
            + (test.OverSeeds is null ? "cases" : "seeds and cases")
            + (test.OverSeeds is { } seeds ? $"; p {NumberText.PValue(seeds.P)} over {seeds.N} seeds" : "")
            + (interval is { Lower: <= 0, Upper: >= 0 } ? ". The interval holds 0, so the difference may be chance" : ""),
        { McNemarP: { } pooled } => $" (McNemar’s test, seeds pooled: p {NumberText.PValue(pooled)})",
        _ => "",
    };

    private static string AtSeeds(ComparisonRow row, ComparisonRow baseline)
    {
        var fewer = row.Seeds
            .Join(baseline.Seeds, seed => seed.Seed, seed => seed.Seed, (one, other) => one.Test.Errors < other.Test.Errors)
            .ToList();
        return (fewer.Count, fewer.Count(yes => yes)) switch
        {
            (0, _) => "No seed is common to both",
            (1, 1) => "Better at the one seed that ran",
            (1, _) => "Not better at the one seed that ran",
            var (all, some) when all == some => $"Better at each of {all} seeds",
            var (all, some) => $"Better at {some} of {all} seeds",
        };
    }

    private static string Right(Comparison comparison, ComparisonRow row, int digits) => NumberText.Percent(ShareRight(comparison, row.MeanErrors), digits);

    private static double ShareRight(Comparison comparison, double errors) => 1 - (errors / comparison.Dataset.TestExamples);

    // Percent points, as "3.29".
    private static string Points(double share) => NumberText.Percent(share, 2)[..^2];

    private static ComparisonRow Row(Comparison comparison, string id) => comparison.Rows.First(row => row.Id == id);

    // "Labels alone" becomes "labels alone", but "MNIST student" stays.
    private static string WithinSentence(string label) =>
        label.Length > 1 && char.IsUpper(label[0]) && !char.IsUpper(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;
}
