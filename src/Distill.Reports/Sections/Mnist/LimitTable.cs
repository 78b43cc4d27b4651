using Distill.Reports.Markup;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Sections.Mnist;

/// <summary>High temperatures against logit matching, which is their limit.</summary>
internal static class LimitTable
{
    private const int MostRows = 24;

    public static Html Render(MnistResults results) => results.Limit is not { Count: > 0 } limit ? default : Section.Of(
        "limit",
        "High temperatures and logit matching",
        Html.Of(
            $"""
            As T grows, distillation becomes the matching of logits by their squared difference. The last column is that difference
            from the teacher’s logits on the test set, both zero-meaned for each image; its mean over images, classes and students.
            """),
        Table.Of(
            "High temperatures and logit matching",
            "limit",
            Table.Columns("temperature", "test errors", "students", "squared difference of logits"),
            limit.OrderBy(entry => entry.Temperature).Take(MostRows).Select(Row)));

    private static Html Row(MnistLimit entry) => Table.Row(
        double.IsPositiveInfinity(entry.Temperature)
            ? Html.Of($"T → ∞<small>logit matching</small>")
            : Html.Of($"T = {NumberText.Short(entry.Temperature)}"),
        Table.Cell(new SeedErrors(entry.ErrorsBySeed).Text),
        Table.Cell(NumberText.Count(entry.ErrorsBySeed.Count)),
        Table.Cell(NumberText.Rounded(entry.LogitMse)));
}
